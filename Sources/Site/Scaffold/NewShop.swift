package import Shop

/// Writes a small shop that builds as it is; returns the files written, from `folder`.
///
/// `now` dates its products.
package func writeNewShop(
  in folder: String,
  now: Timestamp
) throws(ScaffoldRefusal) -> [String] {
  if let status = Disk.status(of: folder) {
    let names = try onScaffoldDisk { () throws(DiskError) in
      status.kind == .file ? [nil] : try Disk.names(in: folder)
    }
    guard names.isEmpty else { throw .notEmpty(folder) }
  }
  let files = newShopFiles(date: now.iso8601)
  for (path, text) in files {
    try onScaffoldDisk { () throws(DiskError) in
      let path = folder + "/" + path
      try Disk.makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
      try Disk.write(Array(text.utf8), to: path)
    }
  }
  return files.map(\.path)
}

func onScaffoldDisk<Result>(
  _ body: () throws(DiskError) -> Result
) throws(ScaffoldRefusal) -> Result {
  do throws(DiskError) {
    return try body()
  } catch {
    throw .disk(error)
  }
}

extension Timestamp {
  /// The moment as front matter has it: `2026-01-02T10:00:00Z`.
  package var iso8601: String {
    let (days, rest) = seconds.quotientAndRemainder(dividingBy: 86_400)
    // Howard Hinnant's civil_from_days, with years that begin in March.
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let two = { (number: Int64) in number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month))-\(two(day))"
      + "T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
  }
}
