// Choosing checks at once. Without this script a button does the same.
addEventListener("submit", event => {
  const form = event.target;
  if (form.closest("#builder") && !form.action.endsWith("/name")) {
    event.preventDefault();
    send(form);
  }
});

addEventListener("change", event => {
  const list = event.target;
  if (list.name === "part" && !list.form.querySelector(".qty")) send(list.form);
});

async function send(form) {
  const focused = document.activeElement?.id;
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  if (!answer.ok) return form.submit();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("builder");
  if (!fresh) return location.reload();
  const status = document.getElementById("findings");
  document.getElementById("builder").replaceWith(fresh);
  // kept in its place, so that readers of the screen hear what changed
  const said = document.getElementById("findings");
  status.innerHTML = "";
  said.replaceWith(status);
  status.append(...said.childNodes);
  history.replaceState(null, "", answer.url);
  if (focused) document.getElementById(focused)?.focus();
}
