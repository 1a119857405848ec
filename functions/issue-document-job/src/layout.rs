//! What stands where: head, table, sums, closing, over as many sheets as it takes.

use billing::document::{Kind, Line, Party, Section, Snapshot};
use models::Currency;
use print::{Align, Fonts};

use crate::sheet::{HEIGHT, Look, MARGIN, MEASURE, Role, Sheet};
use crate::words;

/// Where a sheet begins.
const TOP: f32 = 52.0;
/// Where the text of a sheet ends; the margin below says which it is.
const BOTTOM: f32 = HEIGHT - 74.0;
/// The column of amounts.
const AMOUNTS: f32 = 110.0;
/// The column that names parties, and the one of dates and numbers.
const PARTY: f32 = 268.0;
const FACTS: f32 = 190.0;
const ABOVE_AND_BELOW: f32 = 5.5;

struct Layout<'s> {
    said: &'s Snapshot,
    fonts: Fonts,
    sheets: Vec<Sheet>,
    y: f32,
    row: usize,
}

/// The sheets of a document.
pub(crate) fn layout(said: &Snapshot, fonts: Fonts) -> Vec<Sheet> {
    let mut layout = Layout { said, fonts, sheets: vec![Sheet::default()], y: TOP, row: 0 };
    layout.head();
    for section in &said.sections {
        layout.section(section);
    }
    layout.closing();
    layout.margins();
    layout.sheets
}

impl Layout<'_> {
    fn sheet(&mut self) -> &mut Sheet {
        self.sheets.last_mut().expect("a document has a sheet")
    }

    fn put(&mut self, text: &str, look: Look, at: (f32, f32, f32), how: (Align, Role)) -> f32 {
        let lines = look.wrapped(self.fonts, text, at.2);
        self.sheet().put(lines, look, at, how)
    }

    /// Begins a sheet where so much does not fit any more. `true`: it did.
    fn room_for(&mut self, height: f32) -> bool {
        let full = self.y + height > BOTTOM;
        if full {
            self.sheets.push(Sheet::default());
            self.y = TOP;
        }
        full
    }

    /// Who issues it, what it is, to whom, and its numbers and dates.
    fn head(&mut self) {
        let (said, right) = (self.said, MARGIN + MEASURE - FACTS);
        let title = words::title(said.kind);
        let how = (Align::Left, Role::Title);
        let after = self.put(title, Look::TITLE, (MARGIN, self.y, MEASURE - FACTS), how);
        let left = self.party(&said.buyer, (MARGIN, after + 26.0, PARTY));
        let issuer = self.party(&said.seller, (right, self.y + 6.0, FACTS));
        let mut y = issuer.max(after) + 22.0;
        for (name, value) in words::facts(said) {
            let start = y;
            self.put(name, Look::SMALL, (right, y + 1.5, 70.0), (Align::Left, Role::Text));
            let at = (right + 70.0, start, FACTS - 70.0);
            y = self.put(&value, Look::TEXT, at, (Align::Right, Role::Text)) + 2.0;
        }
        self.y = left.max(y) + 30.0;
    }

    fn party(&mut self, party: &Party, at: (f32, f32, f32)) -> f32 {
        let (x, mut y, width) = at;
        y = self.put(&party.name, Look::NAME, (x, y, width), (Align::Start, Role::Text));
        for line in words::below_name(party) {
            y = self.put(&line, Look::TEXT, (x, y, width), (Align::Start, Role::Text));
        }
        y
    }

    fn section(&mut self, section: &Section) {
        self.room_for(110.0);
        self.table_head(section.currency);
        for line in &section.lines {
            self.line(line, section.currency);
        }
        self.sums(section);
        self.y += 24.0;
    }

    fn table_head(&mut self, currency: Currency) {
        let amount = format!("Amount in {currency}");
        self.cells(("Description", Look::SMALL), (&amount, Look::SMALL), true);
        self.y += 3.0;
        let y = self.y;
        self.sheet().strong_rule(MARGIN, y, MEASURE);
        self.y += 1.0;
    }

    /// A row: what, and how much.
    fn cells(&mut self, (what, look): (&str, Look), (much, of_much): (&str, Look), head: bool) {
        self.row += 1;
        let (role, y) = (Role::Cell { row: self.row, head }, self.y);
        let left = (MARGIN, y, MEASURE - AMOUNTS - 12.0);
        let end = self.put(what, look, left, (Align::Left, role));
        let right = (MARGIN + MEASURE - AMOUNTS, y, AMOUNTS);
        let other = self.put(much, of_much, right, (Align::Right, role));
        self.y = end.max(other);
    }

    fn line(&mut self, line: &Line, currency: Currency) {
        let (text, below) = words::line(line);
        let width = MEASURE - AMOUNTS - 12.0;
        let lines = Look::TEXT.wrapped(self.fonts, &text, width);
        let small =
            below.map(|below| Look::SMALL.wrapped(self.fonts, &below, width)).unwrap_or_default();
        let height = number(&lines) * Look::TEXT.leading()
            + number(&small) * Look::SMALL.leading()
            + 2.0 * ABOVE_AND_BELOW;
        if self.room_for(height) {
            self.table_head(currency);
        }
        self.row += 1;
        let role = Role::Cell { row: self.row, head: false };
        let (start, from_left) = (self.y + ABOVE_AND_BELOW, (Align::Start, role));
        let mut y = self.sheet().put(lines, Look::TEXT, (MARGIN, start, width), from_left);
        if !small.is_empty() {
            y = self.sheet().put(small, Look::SMALL, (MARGIN, y, width), from_left);
        }
        let much = words::amount(line.amount, currency);
        let right = (MARGIN + MEASURE - AMOUNTS, start, AMOUNTS);
        self.put(&much, Look::TEXT, right, (Align::Right, role));
        self.y = y + ABOVE_AND_BELOW;
        let y = self.y;
        self.sheet().rule(MARGIN, y, MEASURE);
    }

    /// Subtotal and tax where there is tax, and what it all comes to. They stay together.
    fn sums(&mut self, section: &Section) {
        let currency = section.currency;
        if self.room_for(80.0) {
            self.table_head(currency);
        }
        self.y += 6.0;
        let on_top = section.taxes.iter().filter(|tax| !tax.included);
        let on_top: Vec<_> = on_top.collect();
        if !on_top.is_empty() {
            let subtotal = words::amount(section.subtotal(), currency);
            self.cells(("Subtotal", Look::TEXT), (&subtotal, Look::TEXT), false);
            for tax in on_top {
                let much = words::amount(tax.amount, currency);
                let name = tax.name.as_deref().unwrap_or("Tax");
                self.cells((name, Look::TEXT), (&much, Look::TEXT), false);
            }
            self.y += 4.0;
        }
        let much = words::amount(section.total, currency);
        let name = format!("{} in {currency}", words::sum(self.said.kind));
        self.cells((&name, Look::TOTAL), (&much, Look::TOTAL), false);
        for tax in section.taxes.iter().filter(|tax| tax.included) {
            let much = words::amount(tax.amount, currency);
            let name = tax.name.as_deref().unwrap_or("Tax");
            // Where the buyer owes it there is nothing in it.
            let included = if tax.amount == 0 { "" } else { " included" };
            let name = format!("{name}{included}");
            self.cells((&name, Look::SMALL), (&much, Look::SMALL), false);
        }
    }

    /// How it is paid and the seller's own words, all on one sheet.
    fn closing(&mut self) {
        let said = self.said;
        let note = said.note.iter().flat_map(|note| note.lines()).map(str::to_owned);
        let of_payment = words::closing(said);
        let first = of_payment.len();
        let texts: Vec<_> = of_payment.into_iter().chain(note).collect();
        let look = |at| match (at, said.kind) {
            (0, Kind::Invoice) => Look::STRONG,
            _ => Look::TEXT,
        };
        let width = MEASURE * 0.75;
        let lines: Vec<_> = texts
            .iter()
            .enumerate()
            .map(|(at, text)| look(at).wrapped(self.fonts, text, width))
            .collect();
        let number: f32 = lines.iter().map(|lines| number(lines)).sum();
        self.room_for(number * Look::TEXT.leading() + 10.0);
        for (at, lines) in lines.into_iter().enumerate() {
            if at == first {
                self.y += 10.0;
            }
            let place = (MARGIN, self.y, width);
            self.y = self.sheet().put(lines, look(at), place, (Align::Start, Role::Text));
        }
    }

    /// On each sheet, what it is of and which.
    fn margins(&mut self) {
        let (said, fonts, all) = (self.said, self.fonts, self.sheets.len());
        let name = format!("{} · {} {}", said.seller.name, words::title(said.kind), said.number);
        for (at, sheet) in self.sheets.iter_mut().enumerate() {
            let y = HEIGHT - 46.0;
            sheet.rule(MARGIN, y - 6.0, MEASURE);
            let left = vec![Look::SMALL.line(fonts, &clipped(&name))];
            let of = vec![Look::SMALL.line(fonts, &format!("Page {} of {all}", at + 1))];
            let place = (MARGIN, y, MEASURE);
            sheet.put(left, Look::SMALL, place, (Align::Left, Role::Margin));
            sheet.put(of, Look::SMALL, place, (Align::Right, Role::Margin));
        }
    }
}

fn number(lines: &[print::Line]) -> f32 {
    f32::from(u16::try_from(lines.len()).unwrap_or(u16::MAX))
}

/// As much as the margin holds; the head says all of it.
fn clipped(name: &str) -> String {
    const MOST: usize = 90;
    match name.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
}
