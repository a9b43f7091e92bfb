//! The contract between the application and its fronts: every command, its request, its response, its errors.
//!
//! `list.rs` names the commands once. The shapes are plain data: what a front needs to show, in the words it
//! shows, with nothing to compute. Counts are `u32`, because JSON numbers reach the page as doubles.

mod acts;
mod bin;
mod bring;
mod card;
mod copies;
mod desktop;
mod edit;
mod error;
mod gaps;
mod history;
mod library;
mod list;
mod logs;
mod map;
mod mentions;
mod pictures;
mod rearrange;
mod reviews;
mod search;
mod settings;
mod tasks;
mod typescript;
mod words;

pub use acts::{Act, Acts, ActsRequest, RedoRequest, UndoRequest, Undone};
pub use bin::{
    BinPage, BinRequest, BinRow, CardDeleted, DeleteCardRequest, EmptyBinRequest, LinkingCard,
    TakeFromBinRequest,
};
pub use bring::{
    AloneRow, BringChosen, BringKind, BringPage, BringRequest, Brought, BroughtRow, ChooseBringRequest,
    ChooseExportRequest, ColumnRead, ColumnWish, ConventionRow, ExportPage, ExportRequest,
    LookAtBringRequest, RemarkList, RemarkRow, TableRead, TableWish, TypeCount,
};
pub use card::{
    Backlink, CardPage, ChainLink, FindingLevel, FindingRow, LinkDestination, LinkRequest, LinkTargetRow,
    MetaRow, OpenLinkRequest, ReadCardRequest, SourceRow, StaleMark, UnsourcedRow,
};
pub use copies::{
    CompareCopyRequest, ConflictCopies, ConflictCopiesRequest, CopyCompared, CopyRow, SettleCopyRequest,
};
pub use desktop::{
    AnswerDropRequest, DesktopRequest, DesktopStatus, DropTaken, DroppedFiles, Facility, FirstLink, Menu,
    MenuItem, MenuShown, NewCardMade, NewCardRequest, OpenWindowRequest, ShowMenuRequest,
    TestShortcutRequest, WindowOpened, Wish,
};
pub use edit::{
    CardDraft, CardSaved, ChangeKeyRequest, ChangedText, CheckTextRequest, CheckedText, ConflictPart,
    DraftKept, EditCardRequest, EditedCard, FieldRow, KeepDraftRequest, KeepUndoRequest, KeyRow, MarkName,
    MergeCardRequest, ResolveCardRequest, SaveCardRequest, TextFinding, TextMend, UndoKept, VerbRow,
    VocabularyRow,
};
pub use error::{ApiError, ErrorCode};
pub use gaps::{CardToMake, GapCount, GapKind, GapRow, GapsPage, GapsRequest};
pub use history::{
    CardHistory, CardHistoryRequest, CardWritten, ChangedLine, ChangedPart, ChangedWords,
    CompareVersionsRequest, Comparison, LineChange, PartChange, RestoreVersionRequest, VersionRow,
    VersionWhy,
};
pub use library::{
    ChangedNoun, Changes, ChangesRequest, ChooseLibraryRequest, CreateLibraryRequest, IndexState,
    LibraryStatus, RebuildIndexRequest, SkippedFile, StatusRequest,
};
pub use logs::{
    LogLevel, LogLine, LogPage, NetworkLog, NetworkLogRequest, NetworkRequest, ReadLogRequest, SupportText,
    SupportTextRequest,
};
pub use map::{
    CardFace, MapColumn, MapLine, MapPage, MapRequest, MapRow, Neighbour, NeighbourLine, NeighbourhoodPage,
    NeighbourhoodRequest, Weakness,
};
pub use mentions::{LinkMentionRequest, Mention, MentionLinked, Mentions, MentionsRequest};
pub use pictures::{CardPicture, CardPictureRequest, KeepPictureRequest, PictureGiven, PictureKept};
pub use rearrange::{
    CardMoved, CardSections, CardSectionsRequest, CardSplit, CardsMerged, LostLink, MergeCardsRequest,
    MoveCardRequest, RenameCardRequest, SectionRow, SplitCardRequest,
};
pub use reviews::{
    LastReview, ReviewMark, ReviewQueue, ReviewQueueRequest, ReviewRow, Reviewed, StillTrueRequest,
};
pub use search::{
    FacetGroup, FacetName, FacetValue, Filter, Hit, Marked, Part, SearchRequest, SearchResponse,
};
pub use settings::{
    ChangeSettingRequest, Contrast, Density, Motion, ReadingFont, SettingChange, SettingProblem, Settings,
    SettingsPage, SettingsRequest, Theme,
};
pub use tasks::{CancelTaskRequest, RefreshIndexRequest, Task, TaskKind, TaskState, Tasks, TasksRequest};
pub use typescript::typescript;
pub use words::{
    CardWithWords, ChosenPlaces, FindWordsRequest, FoundWords, ReplaceWordsRequest, WordPlace, WordsReplaced,
};

/// Counts as the contract does: what does not fit is the most that can be told.
pub(crate) fn count(number: impl TryInto<u32>) -> u32 {
    number.try_into().unwrap_or(u32::MAX)
}
