package import Shop

extension UnionPayAdapter {
  /// The most that a day's archive may be, packed and unpacked.
  private static let longestAnswer = 32 * 1_048_576
  private static let longestFile = 128 * 1_048_576

  /// "No such file" is believed this long after the end of the day in UTC, a whole day after that
  /// of Beijing: nothing was settled.
  private static let patienceSeconds: Int64 = 16 * 3600

  /// What was settled on a day of settlement, which UnionPay ends an hour before midnight.
  ///
  /// The answer is signed as all are; it holds a packed archive of text files.
  package func statement(
    of day: CivilDate,
    _ call: Call
  ) throws(ProviderError) -> [Statement.Line]? {
    let answer = try ask(
      "\(files)/",
      [
        FormField("txnType", "76"),
        FormField("txnSubType", "01"),
        FormField("bizType", "000000"),
        FormField("fileType", "00"),
        FormField("txnTime", call.now.txnTime),
        FormField("settleDate", day.description.dropFirst(5).filter { $0 != "-" }),
      ],
      call,
      longest: Self.longestAnswer
    )
    switch answer.outcome {
    case .success: return try lines(of: day, in: answer)
    case .noFile:
      let isPast = call.now > day.lastMoment.advanced(seconds: Self.patienceSeconds)
      return isPast ? [] : nil
    case .trouble, .outOfTime, .underway: throw .temporary(answer.complaint)
    default: throw .refused(answer.complaint)
    }
  }

  private func lines(
    of day: CivilDate,
    in answer: UnionPayMessage
  ) throws(ProviderError) -> [Statement.Line] {
    guard let packed = answer["fileContent"].flatMap({ PEMText.bytes(base64: $0) }) else {
      throw .untrusted("UnionPay's answer has no file in it")
    }
    var lines: [Statement.Line] = []
    var isComplete = false
    for file in try Self.unpacked(packed) {
      guard let kind = UnionPayStatementFile.Kind(name: String(decoding: file.name, as: UTF8.self))
      else { continue }
      if kind == .transactions { isComplete = true }
      let reader = UnionPayStatementFile(kind: kind, day: day, merchantID: merchant.id)
      lines += try reader.lines(file.bytes)
    }
    guard isComplete else { throw .untrusted("UnionPay's archive has no ZM file in it") }
    return lines
  }

  /// The archive is deflated as a whole, whatever the files in it are.
  private static func unpacked(
    _ packed: [UInt8]
  ) throws(ProviderError) -> [ZipArchive.File] {
    guard
      let bytes = Inflation.inflated(packed, wrapping: .zlib, limit: longestAnswer),
      let archive = ZipArchive(bytes, limit: longestFile)
    else { throw .untrusted("UnionPay's statement could not be unpacked") }
    return archive.files
  }
}
