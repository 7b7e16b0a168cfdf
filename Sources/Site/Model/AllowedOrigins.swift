/// The origins that `csp:` of `site.yaml` adds to the Content-Security-Policy.
package struct AllowedOrigins: Equatable, Sendable {
  /// What may come from there, as `csp:` names it.
  package enum Kind: String, CaseIterable, Sendable {
    case script, style, image, connect, form, frame, font, media

    /// The policy's own word.
    package var directive: String {
      switch self {
      case .script: "script-src"
      case .style: "style-src"
      case .image: "img-src"
      case .connect: "connect-src"
      case .frame: "frame-src"
      case .font: "font-src"
      case .media: "media-src"
      case .form: "form-action"
      }
    }

    /// What it is to an editor: `a script`.
    var words: String {
      switch self {
      case .script: "a script"
      case .style: "a stylesheet"
      case .image: "an image"
      case .connect: "a request"
      case .frame: "a frame"
      case .font: "a font"
      case .media: "a film or sound"
      case .form: "a form"
      }
    }

    /// Whether the shop's own files of this kind need no word in `csp:`.
    var isOwnAllowed: Bool {
      switch self {
      case .script, .style, .image, .connect, .form: true
      case .frame, .font, .media: false
      }
    }
  }

  /// Scheme and host such as `https://chat.example`, or `self`, by kind.
  package var origins: [Kind: [String]]

  package init(_ origins: [Kind: [String]] = [:]) {
    self.origins = origins
  }

  /// Whether files of that kind may come from there.
  func allows(_ origin: String, _ kind: Kind) -> Bool {
    origins[kind]?.contains(origin) ?? false
  }

  /// The policy's sources of a kind.
  func sources(of kind: Kind) -> [String] {
    (origins[kind] ?? []).map { $0 == "self" ? "'self'" : $0 }
  }
}
