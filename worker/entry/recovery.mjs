// Goes on after a trap. A trap is a bug: it leaves the module's memory in a state nobody knows. The call that met it fails;
// before the next one the module begins anew, and an object that the old module made is made again: its state is in storage.

/**
 * `bindings` are the module's: `__worker_init_state()` gives `{criticalError, instanceId}`, where the id grows whenever the
 * module begins; `__wbg_reset_state()` makes it begin anew.
 *
 * Returns `call(work)`, which calls into the module, and `durable(Class)`, the class to export for one of the module's.
 */
export function recoverable(bindings) {
  const module = bindings.__worker_init_state();

  function begin() {
    if (!module.criticalError) return;
    console.log('The module begins anew after a trap');
    bindings.__wbg_reset_state();
    module.criticalError = false;
  }

  function notice(error) {
    if (!(error instanceof WebAssembly.RuntimeError)) return;
    console.error('The module trapped', error);
    module.criticalError = true;
  }

  async function call(work) {
    begin();
    try {
      return await work();
    } catch (error) {
      notice(error);
      throw error;
    }
  }

  const durable = (Class) =>
    class {
      #given;
      #object;
      #madeBy;

      constructor(...given) {
        this.#given = given;
        begin();
        try {
          this.#current();
        } catch (error) {
          notice(error);
          throw error;
        }
      }

      #current() {
        if (this.#madeBy !== module.instanceId) {
          this.#object = new Class(...this.#given);
          this.#madeBy = module.instanceId;
        }
        return this.#object;
      }

      fetch(request) {
        return call(() => this.#current().fetch(request));
      }

      alarm() {
        return call(() => this.#current().alarm());
      }
    };

  return { call, durable, notice };
}
