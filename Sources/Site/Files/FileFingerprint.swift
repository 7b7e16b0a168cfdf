import Crypto
import Text

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What the disk says of files without reading them: name, kind, size, times and inode of each.
///
/// Two fingerprints of the same files are equal as long as nobody wrote, replaced, renamed or
/// changed the permissions of one of them. A write within the tick of the disk's clock in which
/// the file was looked at may keep all of it: files that changed shortly before `moment` are
/// `fresh`, and their bytes are part of the fingerprint.
struct FileFingerprint {
  private var hash = SHA256()
  /// Seconds since 1970: what changed later than this is read too.
  private let freshAfter: Int64

  /// Seconds before the moment of looking that make a file fresh: some disks count in twos.
  private static let freshSeconds: Int64 = 3

  /// `moment` is when the files are looked at first, in seconds since 1970: a fingerprint that is
  /// compared with another one has the moment of that one.
  init(moment: Int64) {
    freshAfter = moment - Self.freshSeconds
  }

  /// Adds words that are no file, such as options.
  mutating func add(_ text: String) {
    add(Array(text.utf8))
  }

  /// Adds a file, or that there is none; of a fresh one its bytes as well.
  mutating func add(file path: String) {
    guard let info = Self.status(path) else { return add("none " + path) }
    add(info, named: path, in: path)
  }

  /// Adds all that lies under a folder, in byte order; through no link.
  ///
  /// `skipped` are paths from that folder. Deeper than the build looks is not looked at.
  mutating func add(folder: String, skipping skipped: Set<String> = []) {
    guard let info = Self.status(folder) else { return add("none") }
    guard info.st_mode & S_IFMT == S_IFDIR else { return add(info, named: "", in: folder) }
    walk(folder, from: "", skipping: skipped, depth: 0)
  }

  /// Adds the names in a folder, but for those of the path `skipped` and of the build's own memory.
  mutating func add(namesIn folder: String, skipping skipped: String) {
    for name in names(in: folder) {
      guard let name else { continue }
      if name != ".cardstock", "\(folder)/\(name)" != skipped { add(name) }
    }
  }

  private mutating func names(in folder: String) -> [String?] {
    do throws(DiskError) {
      return try Disk.names(in: folder)
    } catch {
      add(error.reason)
      return []
    }
  }

  /// Adds files of a folder by their paths in it, each ended by a zero byte.
  ///
  /// They are not read however fresh they are: for what this program alone writes.
  mutating func add(paths: [UInt8], in folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return add("none") }
    defer { close(descriptor) }
    paths.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress?.assumingMemoryBound(to: CChar.self) else { return }
      var start = 0
      while start < bytes.count {
        var info = stat()
        let isThere = fstatat(descriptor, base + start, &info, AT_SYMLINK_NOFOLLOW) == 0
        add(isThere ? Self.words(info) : [])
        start += strlen(base + start) + 1
      }
    }
  }

  /// Lower-case hex.
  var text: String { hash.finalize().hex }

  private mutating func walk(
    _ folder: String,
    from path: String,
    skipping skipped: Set<String>,
    depth: Int
  ) {
    guard depth <= 17 else { return }
    for name in names(in: folder) {
      guard let name else {
        add("no UTF-8")
        continue
      }
      let inside = path.isEmpty ? name : path + "/" + name
      guard !skipped.contains(inside) else { continue }
      let place = folder + "/" + name
      guard let info = Self.status(place) else { continue }
      if info.st_mode & S_IFMT == S_IFDIR {
        add(inside)
        walk(place, from: inside, skipping: skipped, depth: depth + 1)
      } else {
        add(info, named: inside, in: place)
      }
    }
  }

  private mutating func add(_ info: stat, named name: String, in path: String) {
    add(name)
    add(Self.words(info))
    let times = Self.times(info)
    guard Int64(max(times.modified.tv_sec, times.changed.tv_sec)) >= freshAfter else { return }
    do throws(DiskError) {
      add(try Disk.read(path, limit: SourceText.largestSize * 16))
    } catch {
      add(error.reason)
    }
  }

  /// Each with its length, so that no two lists of words are one text.
  private mutating func add(_ bytes: [UInt8]) {
    add([UInt64(bytes.count)])
    hash.update(data: bytes)
  }

  private mutating func add(_ words: [UInt64]) {
    words.withUnsafeBytes { hash.update(bufferPointer: $0) }
  }

  private static func status(_ path: String) -> stat? {
    var info = stat()
    return lstat(path, &info) == 0 ? info : nil
  }

  private static func words(_ info: stat) -> [UInt64] {
    let times = times(info)
    return [
      UInt64(info.st_mode), UInt64(bitPattern: Int64(info.st_size)), UInt64(info.st_ino),
      UInt64(truncatingIfNeeded: info.st_dev),
      UInt64(bitPattern: Int64(times.modified.tv_sec)), UInt64(times.modified.tv_nsec),
      UInt64(bitPattern: Int64(times.changed.tv_sec)), UInt64(times.changed.tv_nsec),
    ]
  }

  private static func times(_ info: stat) -> (modified: timespec, changed: timespec) {
    #if canImport(Glibc)
    (info.st_mtim, info.st_ctim)
    #else
    (info.st_mtimespec, info.st_ctimespec)
    #endif
  }
}
