//! The map of the library and the neighbourhood of a card, from the graph to the contract.

use oneup_cards::{CardType, FullId, Verb};
use oneup_prepare::{Filter, MapQuery, NeighbourhoodQuery};

use crate::app::App;
use crate::clock::today;
use crate::contract::{
    CardFace, MapColumn, MapLine, MapPage, MapRequest, MapRow, Neighbour, NeighbourLine, NeighbourhoodPage,
    NeighbourhoodRequest, Weakness, count,
};
use crate::error::AppError;

/// The most cards of one column, and of one neighbourhood: more than anyone looks through.
const MOST_CARDS: u32 = 5_000;

/// Further away than this, everything hangs together with everything.
const DEEPEST: u32 = 4;

impl App {
    /// Lays out the map.
    ///
    /// # Errors
    /// [`AppError::NoLibrary`], [`AppError::TooMany`], or what the folder or the index refused.
    pub fn map_page(&self, request: &MapRequest) -> Result<MapPage, AppError> {
        check(request.limit)?;
        let query = MapQuery {
            filter: filter(&request.industry, &request.role),
            today: today(),
            limit: request.limit as usize,
        };
        let session = self.session()?;
        let map = self.noticing_damage(session.graph(|graph| graph.map(&query)))?;
        Ok(MapPage {
            columns: map.columns.into_iter().map(column).collect(),
            lines: map.lines.into_iter().map(line).collect(),
            lines_left_out: count(map.lines_left_out),
            partial: session.is_partial(),
        })
    }

    /// Finds what is around a card.
    ///
    /// # Errors
    /// [`AppError::NoSuchCard`], [`AppError::TooMany`], or what the folder or the index refused.
    pub fn neighbourhood_page(&self, request: &NeighbourhoodRequest) -> Result<NeighbourhoodPage, AppError> {
        check(request.limit)?;
        let gone = || AppError::NoSuchCard { id: request.key.clone() };
        let query = NeighbourhoodQuery {
            of: FullId::parse(&self.resolve_key(&request.key)?.key).map_err(|_| gone())?,
            depth: request.depth.min(DEEPEST) as usize,
            today: today(),
            limit: request.limit as usize,
        };
        let around = self.noticing_damage(self.session()?.graph(|graph| graph.neighbourhood(&query)))?;
        let around = around.ok_or_else(gone)?;
        let neighbour = |near: oneup_prepare::Neighbour| Neighbour {
            card: face(near.card),
            distance: count(near.distance),
        };
        Ok(NeighbourhoodPage {
            cards: around.cards.into_iter().map(neighbour).collect(),
            lines: around.lines.into_iter().map(neighbour_line).collect(),
            left_out: count(around.left_out),
        })
    }
}

/// The filter as the graph takes it.
pub(crate) fn filter(industry: &[String], role: &[String]) -> Filter {
    Filter { industry: industry.to_vec(), role: role.to_vec(), stage: Vec::new() }
}

/// A card as the contract names it.
pub(crate) fn face(card: oneup_prepare::CardFace) -> CardFace {
    CardFace {
        key: card.id.to_string(),
        title: card.title,
        kind: card.kind.as_str().to_owned(),
        status: card.status.as_str().to_owned(),
        weakness: card.weakness.map(weakness),
    }
}

fn check(limit: u32) -> Result<(), AppError> {
    if limit > MOST_CARDS { Err(AppError::TooMany { asked: limit, most: MOST_CARDS }) } else { Ok(()) }
}

fn column(column: oneup_prepare::Column) -> MapColumn {
    let row = |row: oneup_prepare::Row| MapRow {
        card: face(row.card),
        lines_in: count(row.lines_in),
        lines_out: count(row.lines_out),
    };
    MapColumn {
        kind: CardType::as_str(column.kind).to_owned(),
        rows: column.rows.into_iter().map(row).collect(),
        left_out: count(column.left_out),
    }
}

fn line(line: oneup_prepare::Line) -> MapLine {
    MapLine {
        column: count(line.column),
        from: count(line.from),
        to: count(line.to),
        phrase: line.verb.phrase().to_owned(),
        inverse: line.verb.inverse_phrase().to_owned(),
        because: line.because,
        sources: line.sources,
        weakness: line.weakness.map(weakness),
    }
}

fn neighbour_line(line: oneup_prepare::NeighbourLine) -> NeighbourLine {
    NeighbourLine {
        from: count(line.from),
        to: count(line.to),
        phrase: line.verb.map_or("mentions", Verb::phrase).to_owned(),
        inverse: line.verb.map_or("is mentioned in", Verb::inverse_phrase).to_owned(),
        mark: line.mark.map(|mark| mark.to_string()),
        because: line.because,
        sources: line.sources,
        weakness: line.weakness.map(weakness),
    }
}

fn weakness(weakness: oneup_prepare::Weakness) -> Weakness {
    match weakness {
        oneup_prepare::Weakness::Stale => Weakness::Stale,
        oneup_prepare::Weakness::Unsourced => Weakness::Unsourced,
        oneup_prepare::Weakness::NoBecause => Weakness::NoBecause,
        oneup_prepare::Weakness::Contested => Weakness::Contested,
        oneup_prepare::Weakness::Withdrawn => Weakness::Withdrawn,
        oneup_prepare::Weakness::Dead => Weakness::Dead,
    }
}
