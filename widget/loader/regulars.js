// The tag. A contract with pages we do not control: it never throws into the page, never blocks it, and keeps out of
// its way until it is idle. It reads its own <script>'s data attributes, asks for the shopper's points, and fetches
// the widget beside it. Everything people see is the widget's; everything that is sent or stored goes through here.
//
//   <script async src="https://HOST/regulars.js" data-shop="acme" data-token="JWT"></script>
//
// Attributes, read again whenever they change:
//   data-shop      the shop's id
//   data-token     the signed-in shopper's token; absent or empty for a visitor
//   data-lang      a language tag; else that of <html>, else the browser's languages. Offers are in it where the shop has
//                  written them in it, although the widget's own strings are not
//   data-theme     "light" or "dark"; else as the system has it
//   data-launcher  "hidden" where the page opens the panel with a button of its own
//   data-consent   "required": nothing is stored on the device until regulars("consent", true)
//   data-page      the kind of page, such as "product"; on a "checkout" nothing is offered
//   data-join-url, data-signin-url   where one becomes a member, and where one signs in
//
// Commands, also before the script is there (window.regulars = window.regulars || function () {
// (regulars.q = regulars.q || []).push(arguments) }):
//   regulars("identify", token | null)   regulars("open")   regulars("close")   regulars("refresh")
//   regulars("consent", true | false)    regulars("on", event, listener), which gives a function that stops listening
//   regulars("track", name): something happened that an offer waits for
//   regulars("cart", {currency, total, lines: [{product, labels, quantity, price, discount}]}): what is in it by now
//   regulars("order", id): an order was placed on this device, which tells whose a guest's order is
//
// Events, for "on" and as regulars:… on document: ready, open, close, update {available, pending, held, tier},
// redeem and release {id, code, points}, join (preventDefault keeps the browser from going to data-join-url),
// token-expired (bring another with identify), error {status, code}, offer {id, arm, event: "seen" | "clicked" |
// "dismissed" | "converted"} (arm is "holdout" where nothing was drawn), capture {id, kind}.
//
// <regulars-earn product labels amount quantity currency> says what a purchase earns; its property `cart`
// {currency, prices_include_tax, lines: [{product, labels, quantity, price, discount, tax}], shipping: {price, tax}}
// stands for a whole cart. Amounts are minor units. A page that reserves its line (min-height: 1.5em) does not move.
//
// <regulars-testimonials limit lang> shows what members say of the shop, in the page's own font and colours.
//
// Offers find their way by attributes of the page's elements: data-regulars-place="name" is where an inline one is put,
// data-regulars-mark="name" is what is clicked for one, data-regulars-place="bar" is where bars are put that would lie over an
// edge of the window. None is shown on a checkout, known by data-page or its address. Leaving is told by the pointer going up
// and out of the window; on a touch screen, where nothing tells it, by a fast scroll back up or by coming back from another tab.
//
// Looks: custom properties --regulars-accent, -accent-ink, -surface, -ink, -font, -radius, -offset-x, -offset-y, and
// regulars-widget::part(launcher | panel | header | points | tier | tab | reward | ticket | code | button | notice …),
// regulars-earn::part(text), regulars-testimonials::part(testimonials | testimonial | testimonial-text | testimonial-name | …).
//
// A strict Content-Security-Policy needs: script-src HOST 'wasm-unsafe-eval'; connect-src HOST. Nothing for styles.
//
// Filled in by the build: __WIDGET__, the folder of this build's files; __LANGUAGES__, those there are strings for.

(() => {
  const w = window, d = document;
  const script = d.currentScript || d.querySelector('script[data-shop][src*="regulars.js"]');
  const early = w.regulars;
  if (!script) return;
  // A second copy (pasted twice, or a page that swaps its body): the first one goes on with the new tag.
  if (early && early.attach) return early.attach(script);

  const origin = new URL(script.src).origin;
  const info = (why) => console.info("Regulars is not shown: " + why);
  const quietly = (work, otherwise) => { try { return work(); } catch { return otherwise; } };

  // What the widget is given. `run` and `earn` are its own, once it is there.
  const host = { elements: new Set(), run: 0, earn: 0 };
  let tag, seen, started, consent, kept;
  const queue = [];

  // ---- what the tag says ----

  const languageOf = (locale) => __LANGUAGES__.find((language) => language == locale.toLowerCase().split("-")[0]);
  const read = () => {
    const data = tag.dataset;
    // PHP writes sl_SI.
    const own = (data.lang || d.documentElement.lang).replace(/_/g, "-"), asked = own ? [own] : navigator.languages;
    // The shop may have texts where there are no strings.
    host.asked = asked + "";
    host.locale = asked.find(languageOf) || "en";
    host.lang = languageOf(host.locale);
    host.shop = data.shop || "";
    host.theme = data.theme || "";
    host.launcher = data.launcher || "";
    host.page = data.page || "";
    host.join_url = data.joinUrl || "";
    host.signin_url = data.signinUrl || "";
    consent ??= data.consent != "required";
    // The page may also have called identify: the attribute counts again only once it changes.
    const token = data.token || "";
    if (seen != token) identify(seen = token);
  };
  const attach = (next) => {
    tag = next;
    changes.disconnect();
    changes.observe(tag, { attributes: true });
    changes.observe(d.documentElement, { attributeFilter: ["lang", "dir"] });
    changed();
  };
  const identify = (token) => {
    if (host.token && !token) host.forget();
    host.token = token || "";
  };
  // Runs a change of who or what is meant, and begins anew if it was one.
  const renew = (change) => quietly(() => {
    const who = () => [consent, host.token, host.shop, host.asked, host.theme, d.documentElement.dir] + "", before = who();
    change();
    if (before == who()) return;
    if (host.run) host.run("renew");
    else if (started) host.first = host.boot();
  });
  const changed = () => renew(read);
  const changes = new MutationObserver(changed);

  // ---- what stays on the device: a member's last state, a visitor's id, what was offered; never without consent ----

  const place = (name) => "regulars:" + host.shop + name;
  const owner = () => quietly(() => JSON.parse(atob(host.token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"))).sub, "");
  host.stored = (name) => quietly(() => consent && localStorage.getItem(place(name))) || "";
  host.store = (name, text) => quietly(() => consent && localStorage.setItem(place(name), text));
  const persist = () => kept && host.store("", kept);
  host.forget = () => { kept = 0; quietly(() => localStorage.removeItem(place(""))); };
  // Texts as they came from the API. U+001E never stands unescaped in JSON, so it separates them.
  host.keep = (seq, boot, later) => {
    if (!owner()) return;
    kept = [owner(), seq, boot, later].join("\x1e");
    persist();
  };
  host.kept = () => {
    const [who, ...rest] = (consent && kept || host.stored("")).split("\x1e");
    return who && who == owner() ? rest : [];
  };

  // ---- what is sent: the answer is [status, text, Retry-After in seconds]; status 0 is no answer ----

  host.send = async (method, path, body, key, anonymous) => {
    try {
      const headers = {};
      if (host.token && !anonymous) headers.authorization = "Bearer " + host.token;
      if (body) headers["content-type"] = "application/json";
      if (key) headers["idempotency-key"] = key;
      const stop = new AbortController();
      const timer = setTimeout(() => stop.abort(), 20000);
      // What has no key is told, not asked: it outlives the page that is being left.
      const answer = await fetch(origin + "/v1/shops/" + encodeURIComponent(host.shop) + path, { method, headers, body, signal: stop.signal, credentials: "omit", keepalive: !key && body });
      const text = await answer.text();
      clearTimeout(timer);
      return [answer.status, text, +answer.headers.get("retry-after") || 0];
    } catch {
      return [0, "", 0];
    }
  };
  host.boot = (anonymous) => {
    const seq = anonymous ? 0 : host.kept()[0];
    // Where nothing can be stored nobody is known again.
    const visitor = quietly(() => consent && (localStorage.getItem(place(":visitor")) || "new"));
    return host.send("GET", "/boot?lang=" + encodeURIComponent(host.asked) + (seq ? "&seq=" + seq : "") + (visitor ? "&visitor=" + visitor : ""), null, null, anonymous);
  };
  host.emit = (name, detail) => d.dispatchEvent(new CustomEvent("regulars:" + name, { detail, cancelable: true }));

  // ---- fetching the widget ----

  const folder = origin + "/" + __WIDGET__ + "/";
  const get = (name, as) => fetch(folder + name).then((answer) => answer.ok ? answer[as]() : Promise.reject(answer.status));
  host.strings = () => get("strings/" + host.lang + ".json", "json");
  host.file = (name) => get(name, "text");

  const load = async (attempt) => {
    let begun;
    try {
      const [glue, module, styles, strings] = await Promise.all([
        // A module that failed to load stays failed under its name: ask for it under another.
        import(folder + "main.js" + (attempt ? "?" + attempt : "")),
        WebAssembly.compileStreaming(fetch(folder + "main.wasm")),
        host.file("main.css"),
        host.strings(),
      ]);
      await glue.default({ module_or_path: module });
      await new Promise((next) => setTimeout(next));
      begun = 1;
      glue.start(host, strings, styles);
      host.run = glue.run;
      host.earn = glue.earn;
      host.elements.forEach(glue.earn);
      queue.splice(0).forEach((call) => glue.run(...call));
    } catch (error) {
      // What does not begin once its files are there never will.
      if (begun || error instanceof WebAssembly.CompileError || attempt > 7) return info(error);
      const again = () => { clearTimeout(timer); removeEventListener("online", again); load(attempt + 1); };
      const timer = setTimeout(again, 1000 * 2 ** attempt);
      addEventListener("online", again);
    }
  };
  const start = () => {
    if (started || !d.body || !host.shop) return;
    started = 1;
    // Where the page's policy refuses WebAssembly, or markup made by scripts, nothing is fetched at all.
    try {
      new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
      d.createElement("template").innerHTML = "<i></i>";
    } catch (error) {
      return info(error);
    }
    host.first = host.boot();
    load(0);
  };

  // ---- what the page may call ----

  const commands = {
    on(name, listener) {
      const type = "regulars:" + name, call = (event) => listener(event.detail, event);
      d.addEventListener(type, call);
      // For those who come late: it has been ready for a while.
      if (name == "ready" && host.run) listener();
      return () => d.removeEventListener(type, call);
    },
    consent: (given) => renew(() => {
      consent = given;
      given ? persist() : Object.keys(localStorage).map((key) => key.startsWith("regulars:") && localStorage.removeItem(key));
    }),
    identify: (token) => renew(() => identify(token)),
  };
  const regulars = (...call) => {
    const [name, ...rest] = call;
    if (commands[name]) return quietly(() => commands[name](...rest));
    if (host.run) return quietly(() => host.run(...call));
    queue.push(call);
    // Somebody wants it now: do not wait for the page to be idle.
    if (name == "open") start();
  };
  regulars.attach = (script) => quietly(() => attach(script));
  w.regulars = regulars;

  // ---- <regulars-earn> ----

  quietly(() => customElements.define("regulars-earn", class extends HTMLElement {
    static observedAttributes = ["amount", "product", "labels", "currency", "quantity"];
    #cart;
    get cart() { return this.#cart; }
    set cart(cart) { this.#cart = cart; this.#changed(); }
    connectedCallback() {
      // Set before the element was defined: an own property hides the setter.
      if (Object.hasOwn(this, "cart")) { const cart = this.cart; delete this.cart; this.#cart = cart; }
      host.elements.add(this);
      this.#changed();
    }
    disconnectedCallback() { host.elements.delete(this); if (host.earn) host.earn(this); }
    attributeChangedCallback() { this.#changed(); }
    #changed() { if (host.earn && this.isConnected) host.earn(this); }
  }));

  // ---- beginning ----

  regulars.attach(script);
  for (const call of (early && early.q) || []) regulars(...call);
  const idle = () => w.requestIdleCallback ? requestIdleCallback(start, { timeout: 1500 }) : setTimeout(start, 200);
  if (d.readyState == "complete") idle();
  else {
    // Not later than this, whatever the page is still waiting for.
    const timer = setTimeout(idle, 4000);
    addEventListener("load", () => { clearTimeout(timer); idle(); }, { once: true });
  }
})();
