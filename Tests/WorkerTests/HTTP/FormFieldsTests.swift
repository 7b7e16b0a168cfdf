import Testing
import Worker

@Suite(.timeLimit(.minutes(20))) struct FormFieldsTests {
  @Test(arguments: [
    ("a=1&b=2", "a", "1"), ("a=1&b=2", "b", "2"), ("a=", "a", ""), ("a", "a", ""),
    ("a=x+y%20z", "a", "x y z"), ("a=%E5%8D%A1", "a", "卡"), ("a=b=c", "a", "b=c"),
    ("%61=1", "a", "1"), ("a=%40&&", "a", "@"),
  ])
  func `reads what browsers send`(body: String, name: String, value: String) {
    #expect(FormFields(parsing: Array(body.utf8))?[name] == value)
  }

  @Test(arguments: [
    "a=%", "a=%4", "a=%zz", "a=1&a=2", "a=%00", "a=%FF%FE", "a=%ED%A0%80",
    (0...FormFields.mostFields).map { "f\($0)=1" }.joined(separator: "&"),
  ])
  func `refuses a form that is not one`(body: String) {
    #expect(FormFields(parsing: Array(body.utf8)) == nil)
  }
}
