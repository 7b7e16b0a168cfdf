// The buy form: buttons beside the list of quantities, and the total on the button that pays.
// Without this script only the list names the totals.

const form = document.querySelector("form.buy");
const { quantity } = form.elements;
const steps = form.querySelectorAll(".stepper button");
const other = (step) => quantity.options[quantity.selectedIndex + Number(step.value)];

function show() {
  const way = form.querySelector("[name=provider]:checked, [name=provider][type=hidden]");
  const chosen = quantity.selectedOptions?.[0] ?? quantity;
  const total = chosen.dataset[way?.dataset.currency];
  if (total) form.querySelector(".pay b").textContent = total;
  for (const step of steps) step.setAttribute("aria-disabled", !other(step));
}

for (const step of steps) {
  step.hidden = false;
  step.addEventListener("click", () => {
    if (other(step)) other(step).selected = true;
    show();
  });
}
form.addEventListener("change", show);

// A second click would begin a second checkout.
let isSent = false;
form.addEventListener("submit", (event) => {
  if (isSent) event.preventDefault();
  isSent = true;
  setTimeout(() => isSent = false, 5_000);
});
// Whoever comes back finds what they chose before, and may send it again.
addEventListener("pageshow", () => {
  isSent = false;
  show();
});
show();
