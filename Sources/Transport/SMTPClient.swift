/// SMTP submission over libcurl.
package enum SMTPClient {
  /// Hands one message to the server and waits for its last word, on the calling thread.
  package static func submit(_ message: SMTPMessage, to server: SMTPServer) -> SubmissionResult {
    SubmissionResult(
      fault: .message,
      phase: .connect,
      smtpCode: nil,
      curlCode: 0,
      detail: "not written yet"
    )
  }

  /// Connects, encrypts, logs in and leaves, without sending anything.
  package static func probe(_ server: SMTPServer) -> SubmissionResult {
    SubmissionResult(
      fault: .message,
      phase: .connect,
      smtpCode: nil,
      curlCode: 0,
      detail: "not written yet"
    )
  }
}
