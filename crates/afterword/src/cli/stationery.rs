//! `afterword stationery`: the stock of cards, envelopes and stamps, what it cost, and when to order more.
//!
//! The hand that writes on them is measured in `own_hand`.

use afterword_store::book::{Item, ItemId, Transaction};
use serde::Serialize;

use super::own_hand::{self, HandArgs};
use super::{Ended, page_width, print, print_json};
use crate::book::{self, BookArgs, Desk};
use crate::failure::Failure;
use crate::screen::Screen;
use crate::wire_book;

const EXAMPLES: &str = "\
Examples:
  afterword stationery
  afterword stationery add card 'cream A6' --count 20 --cost 0.80 --reorder-at 5
  afterword stationery restock 'cream A6' 20
  afterword stationery hand                            a sheet to copy one line on, with a scale
  afterword stationery hand --ended-at 92 --ended-at 95 --ended-at 91
  afterword stationery samples                         what others wrote on a card
";

/// Show the stock of cards, envelopes and stamps; measure your own hand
///
/// One of each kind is taken out whenever a card is posted.
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    book: BookArgs,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    #[command(flatten)]
    Stock(Stock),
    Hand(HandArgs),
    /// Show a few cards, to see how short and particular they are
    Samples,
}

/// What changes the stock.
#[derive(Debug, clap::Subcommand)]
enum Stock {
    /// Take up a kind of stationery
    Add {
        /// card, envelope or stamp
        kind: String,
        /// What it is called
        name: String,
        /// How many there are
        #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(i64).range(0..=1_000_000))]
        count: i64,
        /// What one costs, like 0.80
        #[arg(long, value_parser = cents, default_value = "0")]
        cost: i64,
        /// Order more when there are this many or fewer
        #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(i64).range(0..=1_000_000))]
        reorder_at: i64,
        /// Its size, like A6
        #[arg(long)]
        size: Option<String>,
    },
    /// Put more in
    Restock {
        /// What it is called
        name: String,
        /// How many
        #[arg(value_parser = clap::value_parser!(i64).range(1..=1_000_000))]
        count: i64,
    },
    /// Take some out
    Take {
        /// What it is called
        name: String,
        /// How many
        #[arg(value_parser = clap::value_parser!(i64).range(1..=1_000_000))]
        count: i64,
    },
}

#[derive(Debug, Serialize)]
struct StationeryOut {
    items: Vec<ItemOut>,
    spent_cents: i64,
}

#[derive(Debug, Serialize)]
struct ItemOut {
    kind: String,
    name: String,
    size: Option<String>,
    count: i64,
    reorder_at: i64,
    cost_cents: i64,
    order_more: bool,
}

/// `0.80` as cents.
fn cents(text: &str) -> Result<i64, String> {
    let wrong = || "write it like 0.80".to_owned();
    let (whole, part) = text.trim().split_once(['.', ',']).unwrap_or((text.trim(), "0"));
    let digits = |t: &str| !t.is_empty() && t.len() <= 7 && t.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() > 2 {
        return Err(wrong());
    }
    let whole: i64 = whole.parse().map_err(|_| wrong())?;
    let part: i64 = format!("{part:0<2}").parse().map_err(|_| wrong())?;
    Ok(whole * 100 + part)
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    let stock = match &args.what {
        Some(What::Hand(hand)) => return own_hand::hand(hand),
        Some(What::Samples) => return own_hand::samples(),
        Some(What::Stock(stock)) => Some(stock),
        None => None,
    };
    book::with(&args.book, async |desk| {
        if let Some(stock) = stock {
            change(desk, stock).await?;
        }
        let mut view = desk.book.read().await?;
        let items = view.stationery().await?;
        // What was taken out is what the search has cost.
        let movements = view.movements(None).await?;
        let spent: i64 = movements
            .iter()
            .filter(|m| m.delta < 0)
            .map(|m| m.cost_cents.abs())
            .sum();
        if desk.json {
            print_json(&wire_book::out(StationeryOut {
                items: items.iter().map(item_out).collect(),
                spent_cents: spent,
            }))?;
        } else {
            print(page(&items, spent).as_bytes())?;
        }
        Ok(Ended::Done)
    })
}

async fn change(desk: &Desk, stock: &Stock) -> anyhow::Result<()> {
    let mut tx = desk.book.transaction().await?;
    let at = desk.now.timestamp();
    match stock {
        Stock::Add {
            kind,
            name,
            count,
            cost,
            reorder_at,
            size,
        } => {
            let item = Item {
                id: ItemId(0),
                kind: kind.clone(),
                name: name.clone(),
                size: size.clone(),
                count: 0,
                reorder_at: *reorder_at,
                cost_cents: *cost,
            };
            let id = tx.add_item(&item).await?;
            if *count > 0 {
                tx.move_item(id, at, *count, "bought").await?;
            }
        }
        Stock::Restock { name, count } => {
            let item = named(&mut tx, name).await?;
            tx.move_item(item.id, at, *count, "bought").await?;
        }
        Stock::Take { name, count } => {
            let item = named(&mut tx, name).await?;
            tx.move_item(item.id, at, -*count, "taken").await?;
        }
    }
    Ok(tx.commit().await?)
}

async fn named(tx: &mut Transaction, name: &str) -> anyhow::Result<Item> {
    let all = tx.stationery().await?;
    let wanted = book::lookup::fold(name);
    let found = all.iter().find(|i| book::lookup::fold(&i.name) == wanted).cloned();
    Ok(found.ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|i| i.name.as_str()).collect();
        Failure::new(format!("there is no stationery {name:?}")).hint(if names.is_empty() {
            "take it up with `afterword stationery add`".to_owned()
        } else {
            format!("there is {}", names.join(", "))
        })
    })?)
}

fn item_out(item: &Item) -> ItemOut {
    ItemOut {
        kind: item.kind.clone(),
        name: item.name.clone(),
        size: item.size.clone(),
        count: item.count,
        reorder_at: item.reorder_at,
        cost_cents: item.cost_cents,
        order_more: item.is_low(),
    }
}

fn page(items: &[Item], spent: i64) -> String {
    let mut screen = Screen::new(page_width());
    let low = items.iter().filter(|i| i.is_low()).count();
    screen.head(match (items.len(), low) {
        (0, _) => "No stationery yet.",
        (_, 0) => "Enough of everything.",
        _ => "Time to order more.",
    });
    screen.gap();
    for item in items {
        let count = format!("{:>4}", item.count);
        let size = item.size.as_deref().unwrap_or("");
        let more = if item.is_low() { "order more" } else { "" };
        screen.cells(&[(&count, 4), (&item.kind, 10), (&item.name, 24), (size, 10)], more);
    }
    if spent > 0 {
        screen.gap();
        screen.aside(&format!("Used so far: {}.{:02}.", spent / 100, spent % 100));
    }
    screen.next(if items.is_empty() {
        "afterword stationery add card 'cream A6' --count 20"
    } else {
        "afterword today"
    });
    screen.text()
}

#[cfg(test)]
mod tests {
    use super::cents;

    #[test]
    fn prices_are_exact() {
        for (text, want) in [("0.80", 80), ("0.8", 80), ("1", 100), ("12,05", 1205)] {
            assert_eq!(cents(text), Ok(want), "{text}");
        }
        for text in ["", "x", "-1", "0.805", "1e3", "1.", ".5"] {
            assert!(cents(text).is_err(), "{text}");
        }
    }
}
