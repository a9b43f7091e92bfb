//! The commands of the contract about the history of cards, the bin, their files and their reviews.

#![allow(clippy::needless_pass_by_value, reason = "every command has the one form that the list gives it")]

use crate::app::App;
use crate::contract::{
    ApiError, BinPage, BinRequest, CardDeleted, CardHistory, CardHistoryRequest, CardMoved, CardSections,
    CardSectionsRequest, CardSplit, CardWritten, CardsMerged, CompareCopyRequest, CompareVersionsRequest,
    Comparison, ConflictCopies, ConflictCopiesRequest, CopyCompared, DeleteCardRequest, EmptyBinRequest,
    MergeCardsRequest, MoveCardRequest, RenameCardRequest, RestoreVersionRequest, ReviewQueue,
    ReviewQueueRequest, Reviewed, SettleCopyRequest, SplitCardRequest, StillTrueRequest, TakeFromBinRequest,
};
use crate::host::Host;

type Answer<T> = Result<T, ApiError>;

impl App {
    /// Lists the versions of a card, what its file holds now among them.
    ///
    /// # Errors
    /// `card_missing`, `library_missing`, or `failed`.
    pub fn card_history(&self, _host: &dyn Host, request: CardHistoryRequest) -> Answer<CardHistory> {
        Ok(self.history_of(&request.key)?)
    }

    /// Says what differs between two versions of a card, or between one and the file.
    ///
    /// # Errors
    /// `wrong_use` for a version the card has not, and the errors of [`App::card_history`].
    pub fn compare_versions(&self, _host: &dyn Host, request: CompareVersionsRequest) -> Answer<Comparison> {
        Ok(self.differences(&request)?)
    }

    /// Brings an earlier text of a card back, all of it or one part, which can be undone.
    ///
    /// # Errors
    /// `wrong_use`, `card_missing`, or `failed` where another program saved the card meanwhile.
    pub fn restore_version(&self, _host: &dyn Host, request: RestoreVersionRequest) -> Answer<CardWritten> {
        Ok(self.restore(&request)?)
    }

    /// Puts a card into the bin, which can be undone, and says which cards link to it.
    ///
    /// # Errors
    /// `card_missing`, or `failed`.
    pub fn delete_card(&self, _host: &dyn Host, request: DeleteCardRequest) -> Answer<CardDeleted> {
        Ok(self.delete(&request.key, request.dry_run)?)
    }

    /// Lists what is in the bin.
    ///
    /// # Errors
    /// `no_library` or `failed`.
    pub fn bin(&self, _host: &dyn Host, _request: BinRequest) -> Answer<BinPage> {
        Ok(self.bin_now()?)
    }

    /// Lets a card in the bin stand again where it stood, which can be undone.
    ///
    /// # Errors
    /// `wrong_use`, or `failed` where another file has taken its place.
    pub fn take_from_bin(&self, _host: &dyn Host, request: TakeFromBinRequest) -> Answer<CardWritten> {
        Ok(self.take_out(request.id)?)
    }

    /// Forgets what is in the bin for good.
    ///
    /// # Errors
    /// `no_library` or `failed`.
    pub fn empty_bin(&self, _host: &dyn Host, request: EmptyBinRequest) -> Answer<BinPage> {
        Ok(self.forget_bin(&request.ids)?)
    }

    /// Gives the file of a card another name, which can be undone.
    ///
    /// # Errors
    /// `wrong_use` for a name that cannot be, `card_missing`, or `failed`.
    pub fn rename_card(&self, _host: &dyn Host, request: RenameCardRequest) -> Answer<CardMoved> {
        Ok(self.rename_file(&request.key, &request.name, request.dry_run)?)
    }

    /// Puts the file of a card into another folder, which can be undone.
    ///
    /// # Errors
    /// `wrong_use` for a folder that cannot be, `card_missing`, or `failed`.
    pub fn move_card(&self, _host: &dyn Host, request: MoveCardRequest) -> Answer<CardMoved> {
        Ok(self.move_file_of(&request.key, &request.folder, request.dry_run)?)
    }

    /// Lists the sections of a card that can become cards of their own.
    ///
    /// # Errors
    /// `card_missing` or `failed`.
    pub fn card_sections(&self, _host: &dyn Host, request: CardSectionsRequest) -> Answer<CardSections> {
        Ok(self.sections_of(&request.key)?)
    }

    /// Makes a section of a card a card of its own, which can be undone.
    ///
    /// # Errors
    /// `wrong_use`, `card_missing`, or `failed`.
    pub fn split_card(&self, _host: &dyn Host, request: SplitCardRequest) -> Answer<CardSplit> {
        Ok(self.split(&request)?)
    }

    /// Joins a card into another and puts it into the bin, which can be undone.
    ///
    /// # Errors
    /// `wrong_use`, `card_missing`, or `failed`.
    pub fn merge_cards(&self, _host: &dyn Host, request: MergeCardsRequest) -> Answer<CardsMerged> {
        Ok(self.merge(&request)?)
    }

    /// Records that a card is still true and moves the day of its next review, which can be undone.
    ///
    /// # Errors
    /// `wrong_use` where nothing says why, `card_missing`, or `failed`.
    pub fn still_true(&self, _host: &dyn Host, request: StillTrueRequest) -> Answer<Reviewed> {
        Ok(self.confirm(&request)?)
    }

    /// Lists the cards that should be looked at, the most pressing first.
    ///
    /// # Errors
    /// `wrong_use`, `index_unreadable`, or `failed`.
    pub fn review_queue(&self, _host: &dyn Host, request: ReviewQueueRequest) -> Answer<ReviewQueue> {
        Ok(self.queue(&request)?)
    }

    /// Lists the conflict copies that sync tools left beside cards.
    ///
    /// # Errors
    /// `no_library` or `failed`.
    pub fn conflict_copies(
        &self,
        _host: &dyn Host,
        _request: ConflictCopiesRequest,
    ) -> Answer<ConflictCopies> {
        Ok(self.conflict_copies_now()?)
    }

    /// Says what a card and a conflict copy of it come to, and writes nothing.
    ///
    /// # Errors
    /// `wrong_use` where there is no such copy, or `failed`.
    pub fn compare_copy(&self, _host: &dyn Host, request: CompareCopyRequest) -> Answer<CopyCompared> {
        Ok(self.compare_with_copy(&request.path)?)
    }

    /// Settles a conflict copy, which can be undone.
    ///
    /// # Errors
    /// `wrong_use`, or `failed` where either text was saved since it was shown.
    pub fn settle_copy(&self, _host: &dyn Host, request: SettleCopyRequest) -> Answer<CardWritten> {
        Ok(self.settle_with_copy(request)?)
    }
}
