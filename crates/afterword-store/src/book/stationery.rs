//! Cards, envelopes and stamps: how many there are, what they cost, when to re-order.

use jiff::Timestamp;

use super::error::{BookError, Done};
use super::records::{Item, ItemId, Movement, MovementId};
use super::sql::{Row, args};
use super::values::{Reader, second};
use super::{Snapshot, Transaction};

fn item(row: &Row) -> Done<Item> {
    let r = Reader::new(row, "items", "id");
    Ok(Item {
        id: ItemId(r.int("id")?),
        kind: r.text("kind")?,
        name: r.text("name")?,
        size: r.maybe_text("size")?,
        count: r.int("count")?,
        reorder_at: r.int("reorder_at")?,
        cost_cents: r.int("cost_cents")?,
    })
}

fn movement(row: &Row) -> Done<Movement> {
    let r = Reader::new(row, "movements", "id");
    Ok(Movement {
        id: MovementId(r.int("id")?),
        item: ItemId(r.int("item_id")?),
        at: r.instant("at")?,
        delta: r.int("delta")?,
        cost_cents: r.int("cost_cents")?,
        why: r.text("why")?,
    })
}

impl Item {
    /// Whether it is time to order more.
    #[must_use]
    pub fn is_low(&self) -> bool {
        self.count <= self.reorder_at
    }
}

impl Snapshot {
    /// All stationery, by kind and name.
    ///
    /// # Errors
    /// The database's.
    pub async fn stationery(&mut self) -> Done<Vec<Item>> {
        let args = args![self.owner];
        let sql = "SELECT id, kind, name, size, count, reorder_at, cost_cents FROM items WHERE owner = $1 \
                   ORDER BY kind, name, id";
        self.rows(sql, &args).await?.iter().map(item).collect()
    }

    /// What came in and went out, the latest first; of everything where no item is named.
    ///
    /// # Errors
    /// The database's.
    pub async fn movements(&mut self, of: Option<ItemId>) -> Done<Vec<Movement>> {
        let args = args![self.owner, of.map(|i| i.0)];
        let sql = "SELECT id, item_id, at, delta, cost_cents, why FROM movements \
                   WHERE owner = $1 AND ($2 IS NULL OR item_id = $2) ORDER BY at DESC, id DESC";
        self.rows(sql, &args).await?.iter().map(movement).collect()
    }
}

impl Transaction {
    /// Takes up a kind of stationery; its identity is given out here.
    ///
    /// # Errors
    /// [`BookError::Conflict`] if there is one of this kind and name.
    pub async fn add_item(&mut self, item: &Item) -> Done<ItemId> {
        let id = ItemId(self.next_id("item").await?);
        self.insert_item(&Item { id, ..item.clone() }).await?;
        Ok(id)
    }

    pub(super) async fn insert_item(&mut self, item: &Item) -> Done {
        if item.count < 0 {
            return Err(BookError::invalid("there cannot be fewer than none"));
        }
        let sql = "INSERT INTO items (owner, id, kind, name, size, count, reorder_at, cost_cents) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let args = args![
            self.owner,
            item.id.0,
            &item.kind,
            &item.name,
            &item.size,
            item.count,
            item.reorder_at,
            item.cost_cents
        ];
        self.run(sql, &args).await.map(|_| ())
    }

    /// Changes what an item is called, its size, its price and when to re-order; not its count, which only moves.
    ///
    /// # Errors
    /// The database's.
    pub async fn update_item(&mut self, item: &Item) -> Done<bool> {
        let sql = "UPDATE items SET kind = $3, name = $4, size = $5, reorder_at = $6, cost_cents = $7 \
                   WHERE owner = $1 AND id = $2";
        let args = args![
            self.owner,
            item.id.0,
            &item.kind,
            &item.name,
            &item.size,
            item.reorder_at,
            item.cost_cents
        ];
        Ok(self.run(sql, &args).await? == 1)
    }

    /// Puts in or takes out `delta` of an item, at its price each, and says how many there are now.
    ///
    /// # Errors
    /// [`BookError::Conflict`] if there is no such item, or not as many.
    pub async fn move_item(&mut self, id: ItemId, at: Timestamp, delta: i64, why: &str) -> Done<i64> {
        let sql = "UPDATE items SET count = count + $3 WHERE owner = $1 AND id = $2 AND count + $3 >= 0 \
                   RETURNING count, cost_cents";
        let args = args![self.owner, id.0, delta];
        let Some(row) = self.row(sql, &args).await? else {
            return Err(BookError::conflict("there is not as much of this in the stationery"));
        };
        let (count, cost) = (row.int("count")?, row.int("cost_cents")?);
        let movement = Movement {
            id: MovementId(self.next_id("movement").await?),
            item: id,
            at,
            delta,
            cost_cents: cost.saturating_mul(delta.saturating_abs()),
            why: why.to_owned(),
        };
        self.insert_movement(&movement).await?;
        Ok(count)
    }

    pub(super) async fn insert_movement(&mut self, movement: &Movement) -> Done {
        let sql = "INSERT INTO movements (owner, id, item_id, at, delta, cost_cents, why) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let args = args![
            self.owner,
            movement.id.0,
            movement.item.0,
            second(movement.at),
            movement.delta,
            movement.cost_cents,
            &movement.why
        ];
        self.run(sql, &args).await.map(|_| ())
    }
}
