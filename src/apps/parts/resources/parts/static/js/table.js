// A choice in the filter shows its result at once. Without this script a button does the same.
document.querySelector(".filter")?.addEventListener("change", event => event.currentTarget.requestSubmit());
