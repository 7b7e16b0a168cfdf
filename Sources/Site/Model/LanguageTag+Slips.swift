extension LanguageTag {
  /// The tag that another code is written for, such as `ja` for `jp`; nil for any other text.
  ///
  /// Known are countries' codes that are taken for languages, and codes of three letters where
  /// there are two.
  package static func meant(by written: String) -> String? {
    let parts = written.lowercased().split { $0 == "-" || $0 == "_" }
    guard let first = parts.first else { return nil }
    // Northern Sami and Twi are languages; with a region they are meant.
    guard parts.count == 1 || !["se", "tw"].contains(first) else { return nil }
    return slips[String(first)]
  }

  private static let slips = [
    "cn": "zh-CN", "hk": "zh-HK", "tw": "zh-TW", "jp": "ja", "kr": "ko", "vn": "vi", "kh": "km",
    "ph": "fil", "np": "ne", "pk": "ur", "ir": "fa", "il": "he", "kz": "kk", "gr": "el",
    "ua": "uk", "by": "be", "cz": "cs", "dk": "da", "se": "sv", "rs": "sr", "at": "de", "gb": "en",
    "us": "en", "sp": "es", "mx": "es",
    "chi": "zh-CN", "zho": "zh-CN", "chn": "zh-CN", "eng": "en", "jpn": "ja", "jap": "ja",
    "kor": "ko", "vie": "vi", "tha": "th", "ind": "id", "msa": "ms", "fra": "fr", "fre": "fr",
    "deu": "de", "ger": "de", "spa": "es", "por": "pt", "ita": "it", "rus": "ru", "ukr": "uk",
    "pol": "pl", "nld": "nl", "dut": "nl", "swe": "sv", "dan": "da", "nor": "no", "fin": "fi",
    "ces": "cs", "cze": "cs", "ell": "el", "gre": "el", "hun": "hu", "ron": "ro", "tur": "tr",
    "ara": "ar", "heb": "he", "hin": "hi",
  ]
}
