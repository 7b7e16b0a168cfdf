/// A supplier's codes on their way into the vault, in chunks of lines, as one batch.
package enum Import {}
