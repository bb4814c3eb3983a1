// What members let the shop show, as anybody meets it on a page.

export class TestimonialsPage {
  constructor(page, language) {
    this.language = language;
    this.element = page.locator('regulars-testimonials');
    this.all = this.element.getByRole('figure');
  }

  /** The one whose name this is. */
  of(name) {
    return this.all.filter({ hasText: name });
  }

  button(key) {
    return this.element.getByRole('button', { name: this.language.testimonials(key), exact: true });
  }

  says(key) {
    return this.element.getByText(this.language.testimonials(key));
  }
}
