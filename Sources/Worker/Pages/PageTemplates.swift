import Mustache
import Shop

/// The HTML of the worker's pages.
///
/// The template engine escapes values, except `{{{how}}}`, which `RedeemInstructions` makes safe,
/// and `{{{qr}}}`, which `QRCode` draws.
enum PageTemplates {
  private static let files = [
    "layout": PackageResources.layout_mustache, "order": PackageResources.order_mustache,
    "lookup": PackageResources.lookup_mustache, "checkout": PackageResources.checkout_mustache,
    "pay": PackageResources.pay_mustache, "closed": PackageResources.closed_mustache,
    "notice": PackageResources.notice_mustache, "limited": PackageResources.limited_mustache,
    "address": PackageResources.address_mustache, "shortage": PackageResources.shortage_mustache,
    "correct": PackageResources.correct_mustache, "cancel": PackageResources.cancel_mustache,
  ]

  /// The parsed templates; one that does not parse is a programming error.
  static let library: MustacheLibrary = {
    MustacheContentTypes.register(PageEscaping(), named: "PAGE")
    var library = MustacheLibrary()
    for (name, bytes) in files {
      // The layout continues behind the page, so the newline at the end of its file is dropped.
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

/// Escapes values by byte; the template engine's own escaping goes by grapheme cluster.
private struct PageEscaping: MustacheContentType {
  func escapeText(_ text: String) -> String { text.escapedForHTML }
}
