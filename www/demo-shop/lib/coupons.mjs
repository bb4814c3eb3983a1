// A coupon code as the shop understands it. No I/O.

/** How a typed code is compared: people add spaces and change case. */
export const normaliseCode = (typed) => typed.trim().replaceAll(' ', '').toUpperCase();

/** The coupon for a typed code among a member's redemptions, if it can still be used; otherwise undefined. */
export function findCoupon(redemptions, typed) {
  const wanted = normaliseCode(typed);
  const redemption = redemptions.find(({ code, status }) => status === 'held' && normaliseCode(code) === wanted);
  return redemption && { code: redemption.code, name: redemption.reward.name, kind: redemption.reward.kind };
}

/** The cart's coupons that can no longer be used: given back, lapsed or spent meanwhile. */
export function deadCoupons(coupons, redemptions) {
  return coupons.filter((coupon) => !findCoupon(redemptions, coupon.code));
}
