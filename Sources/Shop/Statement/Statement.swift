/// What a provider says that it did with our money on a day (I18).
package enum Statement {}
