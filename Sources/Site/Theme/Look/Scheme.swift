/// The colours of one scheme, light or dark: every text colour reaches 4.5:1 where it is used.
struct Scheme: Equatable, Sendable {
  /// Text.
  let ink: SRGB
  /// Secondary text.
  let muted: SRGB
  /// The page.
  let paper: SRGB
  /// Sheets that lie on the page: the buy form, fields.
  let raised: SRGB
  /// Hairlines; decoration only.
  let line: SRGB
  /// Edges of fields; 3:1, because they tell where to type.
  let edge: SRGB
  /// Links and buttons.
  let accent: SRGB
  /// Text on the accent.
  let onAccent: SRGB

  static func light(accent: SRGB) -> Scheme {
    let paper = SRGB(hex: 0xF8F8F6)
    return Scheme(
      ink: SRGB(hex: 0x1A1D1C),
      muted: SRGB(hex: 0x5B615E),
      paper: paper,
      raised: .white,
      line: SRGB(hex: 0xDFE1DD),
      edge: SRGB(hex: 0x858B87),
      accent: accent,
      backgrounds: [paper, .white],
      ratio: 4.6,
      toward: SRGB(hex: 0x000000)
    )
  }

  static func dark(accent: SRGB) -> Scheme {
    let paper = SRGB(hex: 0x111413)
    let raised = SRGB(hex: 0x1A1E1C)
    return Scheme(
      ink: SRGB(hex: 0xE9EBE8),
      muted: SRGB(hex: 0xA2A8A4),
      paper: paper,
      raised: raised,
      line: SRGB(hex: 0x2D3330),
      edge: SRGB(hex: 0x757C78),
      accent: accent,
      backgrounds: [paper, raised],
      ratio: 6,
      toward: .white
    )
  }

  /// Moves the shop's accent until it can be read, and finds the text colour that stands on it.
  private init(
    ink: SRGB,
    muted: SRGB,
    paper: SRGB,
    raised: SRGB,
    line: SRGB,
    edge: SRGB,
    accent: SRGB,
    backgrounds: [SRGB],
    ratio: Double,
    toward end: SRGB
  ) {
    (self.ink, self.muted, self.paper, self.raised) = (ink, muted, paper, raised)
    (self.line, self.edge) = (line, edge)
    let readable = accent.reaching(ratio, on: backgrounds, toward: end)
    let dark = SRGB(hex: 0x0B0F0D)
    self.accent = readable
    onAccent = readable.contrast(with: .white) >= readable.contrast(with: dark) ? .white : dark
  }

  /// The CSS custom properties, as the body of a rule.
  var declarations: String {
    [
      ("ink", ink), ("muted", muted), ("paper", paper), ("raised", raised), ("line", line),
      ("edge", edge), ("accent", accent), ("on-accent", onAccent),
    ].map { "--\($0): \($1)" }.joined(separator: "; ")
  }
}
