/// The codes of ISO 4217 and ISO 3166-1, and what people write for some of them.
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

  /// Countries and territories, with `EU` for the Union.
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

  /// The currency that was meant: `RMB` is CNY.
  static func currencyHint(for written: String) -> String? {
    hint(
      for: written,
      [
        "RMB": "CNY", "CNH": "CNY", "YUAN": "CNY", "CHY": "CNY", "元": "CNY", "人民币": "CNY",
        "¥": "CNY", "￥": "CNY", "NTD": "TWD", "NT$": "TWD", "HK$": "HKD", "$": "USD", "US$": "USD",
        "USDT": "USD", "美元": "USD", "EURO": "EUR", "€": "EUR", "UKP": "GBP", "£": "GBP",
        "YEN": "JPY", "JPN": "JPY", "WON": "KRW", "RUR": "RUB", "港币": "HKD", "日元": "JPY",
      ],
      in: currencies
    )
  }

  /// The region that was meant: `UK` is GB.
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
    let upper = written.uppercased().filter { !$0.isWhitespace }
    let code = meant[upper] ?? (codes.contains(upper) ? upper : nil)
    return code.map { "did you mean `\($0)`?" }
  }

  private static func words(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }
}
