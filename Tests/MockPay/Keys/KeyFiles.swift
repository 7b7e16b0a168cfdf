import CryptoExtras
package import Foundation

/// The files of a key folder, the worker's and the providers' side both, by name.
package struct KeyFiles: Sendable {
  /// The text of each file.
  package let texts: [String: String]

  package init(texts: [String: String]) {
    self.texts = texts
  }

  /// Reads a folder.
  package init(folder: URL) throws(KeysError) {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    } catch {
      throw .folder(folder.path)
    }
    var texts: [String: String] = [:]
    for name in names where !name.hasPrefix(".") {
      do {
        texts[name] = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      } catch {
        throw .unreadable(name)
      }
    }
    self.texts = texts
  }

  /// A file that must be there, without the line's end.
  package func text(_ name: String) throws(KeysError) -> String {
    guard let text = texts[name] else { throw .missing(name) }
    return text.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// A private key that must be there.
  func key(_ name: String) throws(KeysError) -> _RSA.Signing.PrivateKey {
    do {
      return try _RSA.Signing.PrivateKey(pemRepresentation: text(name))
    } catch let error as KeysError {
      throw error
    } catch {
      throw .broken(name)
    }
  }

  /// A public key that must be there.
  func publicKey(_ name: String) throws(KeysError) -> _RSA.Signing.PublicKey {
    do {
      return try _RSA.Signing.PublicKey(pemRepresentation: text(name))
    } catch let error as KeysError {
      throw error
    } catch {
      throw .broken(name)
    }
  }

  /// The values of `merchant.txt`: lines of `name=value`.
  func merchant() throws(KeysError) -> [String: String] {
    var values: [String: String] = [:]
    for line in try text("merchant.txt").split(separator: "\n") {
      let halves = line.split(separator: "=", maxSplits: 1).map(String.init)
      guard halves.count == 2 else { throw .broken("merchant.txt") }
      values[halves[0]] = halves[1]
    }
    return values
  }

  /// Writes every file, for its owner alone, into a folder that is empty or not there yet.
  package func write(to folder: URL) throws(KeysError) {
    let disk = FileManager.default
    do {
      try disk.createDirectory(
        at: folder,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700]
      )
      guard try disk.contentsOfDirectory(atPath: folder.path).isEmpty else {
        throw KeysError.notEmpty(folder.path)
      }
    } catch let error as KeysError {
      throw error
    } catch {
      throw .folder(folder.path)
    }
    for (name, text) in texts {
      let isWritten = disk.createFile(
        atPath: folder.appending(path: name).path,
        contents: Data(text.utf8),
        attributes: [.posixPermissions: 0o600]
      )
      guard isWritten else { throw .unwritable(name) }
    }
  }
}

/// What is wrong with a key folder.
package enum KeysError: Error, Equatable, CustomStringConvertible {
  case folder(String)
  case notEmpty(String)
  case missing(String)
  case unreadable(String)
  case unwritable(String)
  case broken(String)
  case missingValue(String)

  /// One line for a person.
  package var description: String {
    switch self {
    case .folder(let path): "\(path): expected a folder of keys; run `cardstock-mockpay keys DIR`"
    case .notEmpty(let path): "\(path): expected an empty folder; remove it or name another"
    case .missing(let name):
      "\(name): missing in the folder of keys; make a new one with `cardstock-mockpay keys DIR`"
    case .unreadable(let name): "\(name): cannot be read"
    case .unwritable(let name): "\(name): cannot be written"
    case .broken(let name): "\(name): expected a key in PEM form or lines of name=value"
    case .missingValue(let name): "merchant.txt: expected a line \(name)=…"
    }
  }
}
