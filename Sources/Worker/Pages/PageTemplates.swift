import Mustache
import Shop

/// The HTML of the worker's pages.
///
/// Values are escaped by the template engine, except `{{{how}}}`, which `RedeemInstructions` keeps
/// inert, and `{{{qr}}}`, which `QRCode` draws.
enum PageTemplates {
  private static let files = [
    "layout": PackageResources.layout_mustache, "order": PackageResources.order_mustache,
    "lookup": PackageResources.lookup_mustache, "checkout": PackageResources.checkout_mustache,
    "pay": PackageResources.pay_mustache, "closed": PackageResources.closed_mustache,
    "notice": PackageResources.notice_mustache, "limited": PackageResources.limited_mustache,
    "address": PackageResources.address_mustache,
  ]

  /// The parsed templates; the text is our own, so that failing to parse is a mistake of ours.
  static let library: MustacheLibrary = {
    MustacheContentTypes.register(PageEscaping(), named: "PAGE")
    var library = MustacheLibrary()
    for (name, bytes) in files {
      // A page ends inside the layout: the newline at the end of its file is not the page's.
      let text = String(decoding: name == "layout" ? bytes : bytes.dropLast(), as: UTF8.self)
      do {
        try library.register("{{% CONTENT_TYPE:PAGE}}" + text, named: name)
      } catch {
        preconditionFailure("template \(name): \(error)")
      }
    }
    return library
  }()
}

/// Has the template engine escape values byte by byte; its own way goes by grapheme cluster.
private struct PageEscaping: MustacheContentType {
  func escapeText(_ text: String) -> String { text.escapedForHTML }
}
