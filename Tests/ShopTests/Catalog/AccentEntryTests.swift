import Shop
import Testing

@Suite(.timeLimit(.minutes(20))) struct AccentEntryTests {
  @Test func `keeps colours, and takes the standard ones for anything else`() {
    var accent = CatalogDocument.AccentEntry.standard
    accent.light = "#B00020"
    #expect(accent.checked == accent)
    for text in ["", "red", "#fff", "#12345", "#gggggg", "#+12345", "#123456;x:url(y)", "#12345é"] {
      for part in [\CatalogDocument.AccentEntry.light, \.onLight, \.dark, \.onDark] {
        var broken = accent
        broken[keyPath: part] = text
        #expect(broken.checked == .standard, "\(text)")
      }
    }
  }
}
