// Some of the real customers of the imported purchases, chosen because their histories differ. The figures are those
// of the data: orders, cents spent, first and last purchase. `story` names the line in strings/.

export const CUSTOMERS = [
  { id: '20111', orders: 42, spent: 174758, first: '1997-03-12', last: '1998-06-17', story: 'regular' },
  { id: '15953', orders: 14, spent: 154828, first: '1997-02-26', last: '1998-06-23', story: 'collector' },
  { id: '01760', orders: 47, spent: 112369, first: '1997-01-07', last: '1998-06-11', story: 'many_small' },
  { id: '21490', orders: 6, spent: 26628, first: '1997-03-17', last: '1998-06-24', story: 'back_again' },
  { id: '08022', orders: 3, spent: 38944, first: '1997-01-31', last: '1998-06-30', story: 'pending' },
  { id: '10689', orders: 4, spent: 13620, first: '1997-02-08', last: '1998-04-17', story: 'almost' },
  { id: '00004', orders: 4, spent: 10050, first: '1997-01-01', last: '1997-12-12', story: 'quiet' },
  { id: '19339', orders: 56, spent: 655270, first: '1997-03-09', last: '1997-04-11', story: 'lapsed' },
  { id: '06075', orders: 1, spent: 399, first: '1997-01-29', last: '1997-01-29', story: 'single' },
  { id: '01101', orders: 1, spent: 0, first: '1997-01-05', last: '1997-01-05', story: 'zero' },
];

/** Member ids given to people who sign up in the demo. */
const NEW_MEMBER = /^new-[0-9a-f]{8}$/;

/** Whether someone may be signed in under this id: the demo's customers and the newcomers, nobody else. */
export function isKnownMember(id) {
  return CUSTOMERS.some((customer) => customer.id === id) || NEW_MEMBER.test(id);
}
