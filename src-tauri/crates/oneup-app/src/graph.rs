//! The cards and links of one open library as one graph, built when it is first asked for and kept from then on.
//!
//! It follows the index: what the index has read anew since, or has lost, is read anew or taken out here, and with it
//! the cards whose links ask for what has come or gone. So it costs nothing until somebody wants the map or the gaps.

use std::collections::{BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use oneup_cards::{Card, CardLookup, Catalog, FullId, LinkTarget, PackId, PackManifest, Resolution};
use oneup_library::Library;
use oneup_prepare::{CardGraph, CardRecord};
use oneup_search::CardIndex;

use crate::document::shown_status;
use crate::error::AppError;
use crate::lookup::{IndexLookup, card_ref};
use crate::reading::{read_card, read_manifest};

/// From this many changed cards on, reading all of them is no slower than looking each one's links up.
const MANY: usize = 2_000;

/// The graph of one library, once it was asked for.
#[derive(Default)]
pub(crate) struct KeptGraph(Mutex<Option<Known>>);

/// The graph, and what it was made of.
struct Known {
    graph: CardGraph,
    files: HashMap<String, Read>,
    /// The turn of the session that it has seen.
    turn: u64,
}

/// What a file was when it was read.
struct Read {
    content: u64,
    id: FullId,
    /// The keys under which links find the card.
    keys: Vec<String>,
}

impl KeptGraph {
    /// Brings the graph up to the index and looks at it. `turn` grows whenever the index has changed.
    ///
    /// # Errors
    /// What the folder or the index refused; the graph is then built anew the next time.
    pub(crate) fn look<T>(
        &self,
        library: &Library,
        index: &CardIndex,
        turn: u64,
        look: impl FnOnce(&CardGraph) -> T,
    ) -> Result<T, AppError> {
        let mut slot = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = match slot.take() {
            Some(known) if known.turn == turn => known,
            Some(known) => known.brought_up(library, index, turn)?,
            None => Known::build(library, index, turn)?,
        };
        Ok(look(&slot.insert(known).graph))
    }
}

impl Known {
    /// Reads every card that the index knows, on all the cores there are.
    fn build(library: &Library, index: &CardIndex, turn: u64) -> Result<Self, AppError> {
        let entries = index.every_entry()?;
        let paths: Vec<String> = entries.iter().map(|entry| entry.path.clone()).collect();
        let lookup =
            Catalog::of(entries.iter().filter_map(|entry| Some((card_ref(entry)?, entry.link_keys.clone()))));
        let packs = Packs::of(library, entries.iter().map(|entry| entry.pack.as_str()));
        let next = AtomicUsize::new(0);
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(8);
        let work = || {
            let mut found = Vec::new();
            while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
                found.extend(read(library, path, &packs, &lookup).map(|read| (path.clone(), read)));
            }
            found
        };
        let mut all = Vec::with_capacity(paths.len());
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            for worker in workers {
                // A card that breaks the parser is caught where it is read; a worker has nothing else to break at.
                all.extend(worker.join().unwrap_or_default());
            }
        });
        let mut files = HashMap::with_capacity(all.len());
        let mut records = Vec::with_capacity(all.len());
        for (path, (read, record)) in all {
            files.insert(path, read);
            records.push(record);
        }
        Ok(Self { graph: CardGraph::build(records), files, turn })
    }

    /// Takes in what the index has read or lost since.
    fn brought_up(mut self, library: &Library, index: &CardIndex, turn: u64) -> Result<Self, AppError> {
        let now = index.fingerprints()?;
        let is_known =
            |path: &String, content| self.files.get(path).is_some_and(|read| read.content == content);
        let changed: Vec<&String> = now
            .iter()
            .filter(|(path, fingerprint)| !is_known(path, fingerprint.content))
            .map(|(path, _)| path)
            .collect();
        let gone: Vec<String> = self.files.keys().filter(|path| !now.contains_key(*path)).cloned().collect();
        if changed.len() + gone.len() > MANY {
            return Self::build(library, index, turn);
        }
        let mut again: BTreeSet<String> = changed.iter().map(|path| (*path).clone()).collect();
        let mut keys: BTreeSet<String> = BTreeSet::new();
        let mut ids: BTreeSet<FullId> = BTreeSet::new();
        for path in again.iter().chain(&gone) {
            let before = self.files.get(path);
            let after = read_card(library, path).ok().map(|(card, _)| card);
            ids.extend(before.map(|read| read.id.clone()));
            ids.extend(after.as_ref().map(Card::full_id));
            // Under a name that a card keeps, the same links lead to it as before.
            let had: BTreeSet<String> =
                before.into_iter().flat_map(|read| read.keys.iter().cloned()).collect();
            let has: BTreeSet<String> = after.iter().flat_map(Card::link_keys_of).collect();
            keys.extend(had.symmetric_difference(&has).cloned());
        }
        let keys: Vec<String> = keys.into_iter().collect();
        again.extend(index.linking_to(&keys)?.into_iter().map(|entry| entry.path));
        // Where two cards carry one id, the one that stays is seen when the other goes.
        again.extend(
            self.files.iter().filter(|(_, read)| ids.contains(&read.id)).map(|(path, _)| path.clone()),
        );
        again.retain(|path| now.contains_key(path));
        for path in gone.iter().chain(&again) {
            if let Some(read) = self.files.remove(path) {
                self.graph.remove(&read.id);
            }
        }
        let packs = Packs::of(library, again.iter().map(|path| pack_of(path)));
        let lookup = IndexLookup::new(index);
        let mut records = Vec::with_capacity(again.len());
        for path in &again {
            if let Some((read, record)) = read(library, path, &packs, &lookup) {
                self.files.insert(path.clone(), read);
                records.push(record);
            }
        }
        lookup.finish()?;
        // As when it is built: of two with one id the first by title stays.
        records.sort_by(|a, b| b.title.cmp(&a.title));
        for record in records {
            self.graph.put(record);
        }
        self.turn = turn;
        Ok(self)
    }
}

/// The manifests of the packs that cards stand in.
struct Packs(HashMap<String, PackManifest>);

impl Packs {
    fn of<'p>(library: &Library, packs: impl IntoIterator<Item = &'p str>) -> Self {
        let mut found = HashMap::new();
        let mut asked = BTreeSet::new();
        for pack in packs {
            if pack != PackId::MINE && asked.insert(pack) {
                // One that is missing or broken leaves its cards as if they had none; lint of the pack says so.
                if let Ok(manifest) = read_manifest(&library.root().join("packs").join(pack)) {
                    found.insert(pack.to_owned(), manifest);
                }
            }
        }
        Self(found)
    }
}

fn pack_of(path: &str) -> &str {
    path.strip_prefix("packs/").and_then(|rest| rest.split('/').next()).unwrap_or(PackId::MINE)
}

/// Reads one card for the graph; nothing where it is gone or no card any more.
fn read(library: &Library, path: &str, packs: &Packs, lookup: &dyn CardLookup) -> Option<(Read, CardRecord)> {
    // As in the keeper: a file that breaks the parser costs its own card and not the whole graph.
    let caught = catch_unwind(AssertUnwindSafe(|| match read_card(library, path) {
        Ok((card, content)) => Some(told(&card, content, packs, lookup)),
        Err(not_read) => {
            tracing::debug!(path, why = not_read.why(), "a card is left out of the map");
            None
        }
    }));
    caught.unwrap_or_else(|_| {
        tracing::error!(path, "a card broke the parser");
        None
    })
}

fn told(card: &Card, content: u64, packs: &Packs, lookup: &dyn CardLookup) -> (Read, CardRecord) {
    let record = record(card, packs.0.get(card.pack().as_str()), lookup);
    (Read { content, id: card.full_id(), keys: card.link_keys_of() }, record)
}

/// What the graph is told of a card of a pack.
pub(crate) fn record(card: &Card, pack: Option<&PackManifest>, lookup: &dyn CardLookup) -> CardRecord {
    let depends: &[PackId] = pack.map_or(&[], |pack| &pack.depends);
    let hosts: &[String] = pack.map_or(&[], |pack| &pack.primary_hosts);
    let meant_by =
        |target: &LinkTarget| -> Resolution { oneup_cards::resolve(target, card.pack(), depends, lookup) };
    CardRecord::read(card, shown_status(card), hosts, &meant_by)
}
