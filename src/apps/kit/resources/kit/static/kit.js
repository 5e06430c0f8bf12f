// What is wrong with a form is read out, and the next key goes on from there.
document.getElementById("problems")?.focus();
