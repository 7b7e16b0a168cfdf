import Foundation
import Shop

/// A folder of `.eml` files in place of a mail server: for the demo and for trying things out.
///
/// The files hold codes: folder and files are readable by their owner alone.
struct MessageFolder {
  let path: String

  /// Writes a message under its Message-ID; a repeat replaces its own file.
  ///
  /// Written means on disk: the file is written aside, synchronised, renamed, and the folder is
  /// synchronised too.
  func put(_ bytes: [UInt8], as id: String) -> SendOutcome {
    do {
      try FileManager.default.createDirectory(
        atPath: path,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700]
      )
    } catch {
      return failure("cannot make \(path): \(error.localizedDescription)")
    }
    let target = "\(path)/\(id).eml"
    let aside = "\(path)/.\(id).part"
    guard write(bytes, to: aside), rename(aside, target) == 0, synchronize(path) else {
      return failure("cannot write \(target): \(String(cString: strerror(errno)))")
    }
    return .written
  }

  private func write(_ bytes: [UInt8], to file: String) -> Bool {
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return false }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { break }
      rest = rest.dropFirst(count)
    }
    let isDurable = rest.isEmpty && fsync(descriptor) == 0
    return close(descriptor) == 0 && isDurable
  }

  private func synchronize(_ folder: String) -> Bool {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    let isDurable = fsync(descriptor) == 0
    return close(descriptor) == 0 && isDurable
  }

  private func failure(_ detail: String) -> SendOutcome {
    .temporary(SendTrouble(phase: .data, smtpCode: nil, detail: detail))
  }
}
