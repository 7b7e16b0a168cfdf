import Glibc

/// Texts in GBK, as in some statements and suppliers' files, read by the system's iconv.
package enum GBKText {
  /// The text as UTF-8; nil when a byte does not fit.
  ///
  /// GB 18030 is a superset of GBK.
  package static func decoded(_ bytes: [UInt8]) -> String? {
    guard let conversion = iconv_open("UTF-8", "GB18030"), Int(bitPattern: conversion) != -1 else {
      return nil
    }
    defer { iconv_close(conversion) }
    var input = bytes.map { CChar(bitPattern: $0) }
    // A character of two or four bytes becomes at most four.
    var output = [CChar](repeating: 0, count: bytes.count * 2 + 4)
    let written: Int? = input.withUnsafeMutableBufferPointer { from in
      output.withUnsafeMutableBufferPointer { to in
        var (source, target) = (from.baseAddress, to.baseAddress)
        var (left, room) = (from.count, to.count)
        let status = iconv(conversion, &source, &left, &target, &room)
        return status == -1 || left > 0 ? nil : to.count - room
      }
    }
    return written.flatMap { count in
      String(validating: output.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }
}
