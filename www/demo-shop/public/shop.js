// What the shop's pages do beyond links and forms. All of it is optional: without it, or without Regulars, every page
// still works.

// The documented queue: commands given before the tag has loaded are kept for it.
window.regulars = window.regulars || function () { (window.regulars.q = window.regulars.q || []).push(arguments); };

// "Open the club" appears once there is something to open.
window.regulars('on', 'ready', () => {
  for (const button of document.querySelectorAll('[data-regulars-open]')) button.hidden = false;
});
document.addEventListener('click', (event) => {
  if (event.target.closest('[data-regulars-open]')) window.regulars('open');
});

// A page may stay open for longer than its token lives.
document.addEventListener('regulars:token-expired', async () => {
  try {
    const answer = await fetch('/token');
    const { token } = await answer.json();
    window.regulars('identify', token);
  } catch {
    // Offline, or the shop is down: the widget goes on showing what it knows and asks again.
  }
});

// Only this device can tell whose a guest's order is.
const placed = document.querySelector('[data-placed]');
if (placed) window.regulars('order', placed.dataset.placed);

// "This earns" follows the quantity on a product page, and gets the whole cart on the others.
document.querySelector('.buy [name=quantity]')?.addEventListener('input', ({ target }) => {
  if (target.validity.valid) document.querySelector('.album regulars-earn').setAttribute('quantity', target.value);
});
for (const element of document.querySelectorAll('regulars-earn[data-cart]')) {
  element.cart = JSON.parse(element.dataset.cart);
}
