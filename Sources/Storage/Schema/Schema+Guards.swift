extension Schema {
  /// A trigger that refuses what our code never does; each start checks that it is there unchanged.
  struct Guard {
    let name: String
    let sql: String

    /// Refuses the statement when `condition` holds.
    init(_ name: String, _ event: String, when condition: String = "1", says message: String) {
      self.name = name
      sql = """
        CREATE TRIGGER \(name) BEFORE \(event)
        WHEN \(condition)
        BEGIN SELECT RAISE(ABORT, '\(message)'); END
        """
    }

    /// A trigger with a body of its own.
    init(_ name: String, sql: String) {
      self.name = name
      self.sql = sql
    }
  }

  /// The triggers of all tables.
  ///
  /// `INSERT OR REPLACE` and `UPDATE OR REPLACE` delete rows without firing delete triggers when
  /// `recursive_triggers` is off: so each insert refuses keys that exist, and each update refuses
  /// to change a key.
  static let guards =
    allocationGuards + codeGuards + orderGuards + paymentGuards + moneyGuards + deliveryGuards
    + appendOnlyGuards + afterSaleGuards + rehearsalGuards

  private static let allocationGuards = [
    Guard(
      "allocationIsOnce",
      "INSERT ON allocation",
      when: """
        EXISTS (SELECT 1 FROM allocation WHERE codeID = NEW.codeID)
        OR EXISTS (SELECT 1 FROM allocation WHERE unitID = NEW.unitID)
        """,
      says: "the code or the unit is bound already"
    ),
    Guard(
      "allocationFits",
      "INSERT ON allocation",
      when: """
        NOT EXISTS (
          SELECT 1 FROM liveUnit u JOIN orderOverview o ON o.orderID = u.orderID
          JOIN code c ON c.id = NEW.codeID
          WHERE u.id = NEW.unitID AND u.number <= o.quantity AND c.sku = o.sku
            AND c.status = 'available' AND o.isDeliverable
            AND (o.fulfilment IN ('backorder', 'allocated')
              OR (o.fulfilment = 'delivered' AND u.generation > 1)))
        """,
      says: "the code is not available, or the unit is not owed it"
    ),
    Guard(
      "allocationBindsCode",
      sql: """
        CREATE TRIGGER allocationBindsCode AFTER INSERT ON allocation
        BEGIN UPDATE code SET status = 'allocated' WHERE id = NEW.codeID; END
        """
    ),
    Guard("allocationIsKept", "DELETE ON allocation", says: "an allocation is for ever"),
    Guard("allocationIsFixed", "UPDATE ON allocation", says: "an allocation is for ever"),
    Guard(
      "unitIsOnce",
      "INSERT ON unit",
      when: """
        EXISTS (SELECT 1 FROM unit WHERE id = NEW.id)
        OR EXISTS (SELECT 1 FROM liveUnit WHERE orderID = NEW.orderID AND number = NEW.number)
        OR EXISTS (SELECT 1 FROM unit WHERE orderID = NEW.orderID AND number = NEW.number
          AND generation >= NEW.generation)
        """,
      says: "the unit exists"
    ),
    Guard(
      "unitFollowsItsPredecessor",
      "INSERT ON unit",
      when: """
        NEW.generation > 1 AND NOT EXISTS (
          SELECT 1 FROM unit u JOIN unitEnd e ON e.unitID = u.id
          LEFT JOIN partialRefund r ON r.id = e.partialRefundID
          WHERE u.orderID = NEW.orderID AND u.number = NEW.number
            AND u.generation = NEW.generation - 1
            AND (e.reason = 'replaced' OR r.voidedAt IS NOT NULL))
        """,
      says: "a unit follows one that was replaced, or whose money did not go back"
    ),
    Guard("unitIsKept", "DELETE ON unit", says: "a unit is for ever"),
    Guard("unitIsFixed", "UPDATE ON unit", says: "a unit is for ever"),
    Guard(
      "unitEndsOnce",
      "INSERT ON unitEnd",
      when: "EXISTS (SELECT 1 FROM unitEnd WHERE unitID = NEW.unitID)",
      says: "the unit has ended"
    ),
    Guard(
      "unitEndRevokesCode",
      sql: """
        CREATE TRIGGER unitEndRevokesCode AFTER INSERT ON unitEnd
        BEGIN UPDATE code SET status = 'revoked' WHERE status = 'allocated' AND id = (
          SELECT codeID FROM allocation WHERE unitID = NEW.unitID); END
        """
    ),
    Guard("unitEndIsKept", "DELETE ON unitEnd", says: "what ended a unit is for ever"),
    Guard("unitEndIsFixed", "UPDATE ON unitEnd", says: "what ended a unit is for ever"),
  ]

  private static let codeGuards = [
    Guard(
      "codeIsOnce",
      "INSERT ON code",
      when: """
        EXISTS (SELECT 1 FROM code WHERE id = NEW.id)
        OR EXISTS (
          SELECT 1 FROM code WHERE fingerprint = NEW.fingerprint AND status <> 'undone')
        OR EXISTS (
          SELECT 1 FROM code
          WHERE similar IN (NEW.numberMark, NEW.pinMark) AND status <> 'undone')
        OR EXISTS (
          SELECT 1 FROM code WHERE numberMark = NEW.similar AND status <> 'undone')
        OR EXISTS (SELECT 1 FROM code WHERE pinMark = NEW.similar AND status <> 'undone')
        """,
      says: "the code exists"
    ),
    Guard(
      "codeIsBornFree",
      "INSERT ON code",
      when: "NEW.status NOT IN ('available', 'quarantined')",
      says: "a code is born available or quarantined"
    ),
    Guard(
      "codeIsOfItsBatch",
      "INSERT ON code",
      when: """
        NOT EXISTS (
          SELECT 1 FROM batch WHERE id = NEW.batchID AND sku = NEW.sku AND undoneAt IS NULL)
        """,
      says: "a code has the SKU of its batch, and the batch is in use"
    ),
    // A code moves with its batch to another SKU, under a new seal, while nobody has bought it;
    // nothing else of it ever changes. One that stays behind is never sold.
    Guard(
      "codeIsFixed",
      """
      UPDATE OF id, batchID, sku, line, fingerprint, similar, numberMark, pinMark, sealed, expiresAt
        ON code
      """,
      when: """
        NEW.id <> OLD.id OR NEW.batchID <> OLD.batchID OR NEW.line <> OLD.line
        OR NEW.fingerprint <> OLD.fingerprint OR NEW.similar <> OLD.similar
        OR NEW.numberMark IS NOT OLD.numberMark OR NEW.pinMark IS NOT OLD.pinMark
        OR NEW.expiresAt <> OLD.expiresAt OR NEW.sku = OLD.sku OR NEW.sealed = OLD.sealed
        OR NEW.sku <> (SELECT sku FROM batch WHERE id = OLD.batchID)
        OR EXISTS (SELECT 1 FROM allocation WHERE codeID = OLD.id)
        """,
      says: "a code does not change"
    ),
    Guard(
      "codeFollowsItsGraph",
      "UPDATE OF status ON code",
      when: """
        NEW.status <> OLD.status AND NOT (
          (OLD.status = 'quarantined' AND NEW.status = 'available'
            AND OLD.sku = (SELECT sku FROM batch WHERE id = OLD.batchID))
          OR (OLD.status = 'quarantined' AND NEW.status = 'revoked')
          OR (OLD.status = 'available' AND NEW.status IN ('quarantined', 'revoked'))
          OR (OLD.status = 'available' AND NEW.status = 'allocated'
            AND EXISTS (SELECT 1 FROM allocation WHERE codeID = OLD.id))
          OR (OLD.status = 'allocated' AND NEW.status = 'revoked')
          OR (OLD.status IN ('quarantined', 'available', 'revoked') AND NEW.status = 'undone'
            AND EXISTS (SELECT 1 FROM batch WHERE id = OLD.batchID AND undoneAt IS NOT NULL)
            AND NOT EXISTS (SELECT 1 FROM allocation WHERE codeID = OLD.id)))
        """,
      says: "no such step of a code"
    ),
    Guard("codeIsKept", "DELETE ON code", says: "a code is for ever"),
    Guard(
      "batchIsOnce",
      "INSERT ON batch",
      when: """
        EXISTS (SELECT 1 FROM batch WHERE id = NEW.id)
        OR EXISTS (
          SELECT 1 FROM batch WHERE fileHash = NEW.fileHash AND finishedAt IS NULL
            AND undoneAt IS NULL)
        """,
      says: "the batch exists"
    ),
    Guard(
      "batchIsFixed",
      "UPDATE OF id, name, fileHash, startedAt ON batch",
      says: "a batch does not change"
    ),
    Guard(
      "batchMovesUnsold",
      "UPDATE OF sku ON batch",
      when: "OLD.undoneAt IS NOT NULL OR \(isSoldOut)",
      says: "a batch that was bought whole, or that was taken back, stays where it is"
    ),
    Guard(
      "batchIsUndoneUnsold",
      "UPDATE OF undoneAt ON batch",
      when: "OLD.undoneAt IS NOT NULL OR NEW.undoneAt IS NULL OR \(isSoldOut)",
      says: "a batch is taken back once, while some of it was not bought"
    ),
    Guard(
      "batchEndsOnce",
      "UPDATE OF finishedAt ON batch",
      when: "OLD.finishedAt IS NOT NULL AND NEW.finishedAt IS NOT OLD.finishedAt",
      says: "an import ends once"
    ),
    Guard("batchIsKept", "DELETE ON batch", says: "a batch is for ever"),
  ]

  /// Whether every code of the updated batch was bound to an order; false where it has none.
  private static let isSoldOut = """
    (EXISTS (SELECT 1 FROM code WHERE batchID = OLD.id)
      AND NOT EXISTS (SELECT 1 FROM code c WHERE c.batchID = OLD.id
        AND NOT EXISTS (SELECT 1 FROM allocation a WHERE a.codeID = c.id)))
    """

  private static let appendOnlyGuards = [
    Guard(
      "ledgerIsAppended",
      "INSERT ON ledger",
      when: "NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM ledger)",
      says: "the ledger grows at its end"
    ),
    Guard("ledgerIsKept", "DELETE ON ledger", says: "the ledger is for ever"),
    Guard("ledgerIsFixed", "UPDATE ON ledger", says: "the ledger is for ever"),
    Guard(
      "attemptIsOnce",
      "INSERT ON attempt",
      when: """
        EXISTS (SELECT 1 FROM attempt WHERE id = NEW.id)
        OR EXISTS (
          SELECT 1 FROM attempt WHERE deliveryID = NEW.deliveryID AND number = NEW.number)
        """,
      says: "the attempt exists"
    ),
    Guard("attemptIsKept", "DELETE ON attempt", says: "an attempt is for ever"),
    Guard("attemptIsFixed", "UPDATE ON attempt", says: "an attempt is for ever"),
    Guard(
      "revealIsOnce",
      "INSERT ON reveal",
      when: "EXISTS (SELECT 1 FROM reveal WHERE id = NEW.id)",
      says: "the reveal exists"
    ),
    Guard("revealIsKept", "DELETE ON reveal", says: "a reveal is for ever"),
    Guard("revealIsFixed", "UPDATE ON reveal", says: "a reveal is for ever"),
    Guard(
      "metaIsOnce",
      "INSERT ON meta",
      when: "EXISTS (SELECT 1 FROM meta)",
      says: "the vault has its first row"
    ),
    Guard("metaIsFixed", "UPDATE OF id, keyCheck, createdAt ON meta", says: "the vault is one"),
    Guard(
      "clockDoesNotFall",
      "UPDATE OF clockHighWater, ledgerSeq ON meta",
      when: """
        NEW.ledgerSeq < OLD.ledgerSeq
        OR (NEW.clockHighWater < OLD.clockHighWater AND NOT EXISTS (
          SELECT 1 FROM clockAcceptance a JOIN ledger l ON l.seq = a.ledgerSeq
          WHERE l.action = 'clock' AND a.toTime <= NEW.clockHighWater
            AND a.ledgerSeq > OLD.ledgerSeq AND a.ledgerSeq <= NEW.ledgerSeq))
        """,
      says: "the high-water marks do not fall unless a person accepts it in the same commit"
    ),
    Guard(
      "acceptanceIsOnce",
      "INSERT ON clockAcceptance",
      when: """
        EXISTS (SELECT 1 FROM clockAcceptance WHERE id = NEW.id OR ledgerSeq = NEW.ledgerSeq)
        """,
      says: "the acceptance exists"
    ),
    Guard("acceptanceIsKept", "DELETE ON clockAcceptance", says: "an acceptance is for ever"),
    Guard("acceptanceIsFixed", "UPDATE ON clockAcceptance", says: "an acceptance is for ever"),
    Guard("metaIsKept", "DELETE ON meta", says: "the vault is one"),
  ]
}
