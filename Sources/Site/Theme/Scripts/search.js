// Search in the catalog: loaded when a search box gets the focus.

/** Makes a search form suggest while its buyer types. */
export function attach(form) {
  form.dataset.ready = "";
}
