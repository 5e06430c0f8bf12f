// Names of cities while typing. Without it the form works, too.
const input = document.querySelector("input[data-cities]");
const list = document.getElementById("cities");
input?.addEventListener("input", async () => {
  if (input.value.length < 2) return;
  const answer = await fetch(input.dataset.cities + "?q=" + encodeURIComponent(input.value));
  if (!answer.ok) return;
  const found = await answer.json();
  list.replaceChildren(...found.map(city => {
    const option = document.createElement("option");
    option.value = city.label;
    return option;
  }));
});
