// Names while typing, and a page that notices when there is something new. Without it all works, too.
const input = document.querySelector("input[data-places]");
const list = document.getElementById("places");
input?.addEventListener("input", async () => {
  if (input.value.length < 2) return;
  const answer = await fetch(input.dataset.places + "?q=" + encodeURIComponent(input.value));
  if (!answer.ok) return;
  const found = await answer.json();
  list.replaceChildren(...found.map(place => {
    const option = document.createElement("option");
    option.value = [place.name, place.region, place.country].filter(Boolean).join(", ");
    return option;
  }));
});
const live = document.querySelector("[data-live]");
let known = null;
async function look() {
  const answer = await fetch(live.dataset.live, known ? { headers: { "if-none-match": known }, cache: "no-store" } : {});
  if (answer.status !== 200) return;
  if (known) location.reload();
  known = answer.headers.get("etag");
}
if (live) { look(); setInterval(look, 120000); }
