import Shop

/// The codes of ISO 4217 and ISO 3166-1, and what people write instead.
enum StandardCodes {
  /// Currencies that are in use, without metals and test codes.
  static let currencies = words(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN
    BZD CAD CDF CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL
    GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW
    KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN
    NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK
    SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS
    VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
    """
  )

  /// Countries and territories, and `EU`.
  static let regions = words(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS
    BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE
    EG EH ER ES ET EU FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK
    HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB
    LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ
    NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU
    RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN
    TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
    """
  )

  /// A hint at the currency that was meant, such as CNY by `RMB`.
  static func currencyHint(for written: String) -> String? {
    currency(meantBy: written).map { "did you mean `\($0)`?" }
  }

  /// The code of the currency that was meant; nil when none is known by that name.
  static func currency(meantBy written: String) -> String? {
    code(for: written, spokenCurrencies, in: currencies)
  }

  private static let spokenCurrencies = [
    "RMB": "CNY", "CNH": "CNY", "YUAN": "CNY", "CHY": "CNY", "元": "CNY", "人民币": "CNY",
    "¥": "CNY", "￥": "CNY", "NTD": "TWD", "NT$": "TWD", "HK$": "HKD", "$": "USD", "US$": "USD",
    "USDT": "USD", "美元": "USD", "美金": "USD", "EURO": "EUR", "€": "EUR", "欧元": "EUR",
    "UKP": "GBP", "£": "GBP", "英镑": "GBP", "YEN": "JPY", "JPN": "JPY", "WON": "KRW", "韩元": "KRW",
    "RUR": "RUB", "港币": "HKD", "港元": "HKD", "日元": "JPY", "台币": "TWD", "新台币": "TWD",
    "新币": "SGD", "澳元": "AUD", "加元": "CAD", "卢布": "RUB",
  ]

  /// A rough equivalent of a price in another currency; nil when unknown.
  static func roughly(_ price: Money, in currency: Currency) -> Money? {
    guard let from = roughRates[price.currency.code], let to = roughRates[currency.code] else {
      return nil
    }
    let units =
      price.minorUnits * to * minorUnits(of: currency)
      / (from * minorUnits(of: price.currency))
    return Money(minorUnits: units, currency: currency)
  }

  private static func minorUnits(of currency: Currency) -> Int64 {
    (0..<currency.digits).reduce(1) { units, _ in units * 10 }
  }

  /// What ten US dollars are roughly worth; only the order of magnitude matters.
  private static let roughRates: [String: Int64] = [
    "USD": 10, "EUR": 9, "GBP": 8, "CHF": 9, "CAD": 14, "AUD": 15, "NZD": 17, "SGD": 13,
    "CNY": 70, "HKD": 78, "MOP": 80, "TWD": 320, "JPY": 1_500, "KRW": 14_000, "THB": 350,
    "MYR": 45, "PHP": 570, "VND": 250_000, "IDR": 160_000, "INR": 850, "MXN": 180, "BRL": 55,
    "PLN": 40, "SEK": 100, "NOK": 100, "DKK": 70, "CZK": 220,
  ]

  /// A hint at the region that was meant, such as GB by `UK`.
  static func regionHint(for written: String) -> String? {
    hint(
      for: written,
      [
        "UK": "GB", "EL": "GR", "CHINA": "CN", "CHN": "CN", "中国": "CN", "国区": "CN", "USA": "US",
        "美国": "US", "JAPAN": "JP", "JPN": "JP", "日本": "JP", "香港": "HK", "台湾": "TW", "ENGLAND": "GB",
        "KOREA": "KR", "EUROPE": "EU", "WORLD": "GLOBAL", "ALL": "GLOBAL", "全球": "GLOBAL",
        "WORLDWIDE": "GLOBAL", "INTL": "GLOBAL", "GERMANY": "DE", "TURKEY": "TR",
      ],
      in: regions.union(["GLOBAL"])
    )
  }

  private static func hint(
    for written: String,
    _ meant: [String: String],
    in codes: Set<String>
  ) -> String? {
    code(for: written, meant, in: codes).map { "did you mean `\($0)`?" }
  }

  private static func code(
    for written: String,
    _ meant: [String: String],
    in codes: Set<String>
  ) -> String? {
    let upper = written.uppercased().filter { !$0.isWhitespace }
    return meant[upper] ?? (codes.contains(upper) ? upper : nil)
  }

  private static func words(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }
}
