// The one list of every command that a front may call: name, request, response.
//
// Whoever needs the list passes the name of a macro and gets the list as that macro's input. The shell turns it
// into Tauri handlers and its build script into permissions, the development server and the command-line tests
// into a dispatcher, and `typescript.rs` into `ui/src/generated/api.ts`. This file stands alone, without a use of
// any crate, so that a build script can include it.

/// Calls the macro named by its argument with every command of the contract.
#[macro_export]
macro_rules! with_commands {
    ($callback:ident) => {
        $callback! {
            /// Says which library is open, how large it is, and how its index stands.
            status(StatusRequest) -> LibraryStatus;
            /// Waits until something changed after the given revision, or about twenty seconds.
            changes(ChangesRequest) -> Changes;
            /// Answers what was typed into the search box.
            search(SearchRequest) -> SearchResponse;
            /// Reads one card for the reading pane: rendered text, typed links, backlinks, sources, findings.
            read_card(ReadCardRequest) -> CardPage;
            /// Looks up where a link of a card leads, so that the host can be shown before anything opens.
            inspect_link(LinkRequest) -> LinkDestination;
            /// Opens a link of a card in the user's browser or mail program.
            open_link(OpenLinkRequest) -> LinkDestination;
            /// Lets the user choose a folder of Markdown and makes it the library.
            choose_library(ChooseLibraryRequest) -> LibraryStatus;
            /// Creates a library with the shipped cards in the user's documents, or beside the data if portable.
            create_library(CreateLibraryRequest) -> LibraryStatus;
            /// Builds the index again from the files.
            rebuild_index(RebuildIndexRequest) -> LibraryStatus;
            /// Looks at the files now; reading that was stopped goes on.
            refresh_index(RefreshIndexRequest) -> LibraryStatus;
            /// Writes a new draft of the rep's own, which can be undone.
            new_card(NewCardRequest) -> NewCardMade;
            /// Reads the settings.
            settings(SettingsRequest) -> SettingsPage;
            /// Changes one setting, which takes effect at once and can be undone.
            change_setting(ChangeSettingRequest) -> SettingsPage;
            /// Says what can be undone and redone.
            acts(ActsRequest) -> Acts;
            /// Undoes what was done last.
            undo(UndoRequest) -> Undone;
            /// Does again what was undone last.
            redo(RedoRequest) -> Undone;
            /// Says how far long work is and what it came to.
            tasks(TasksRequest) -> Tasks;
            /// Stops a piece of long work.
            cancel_task(CancelTaskRequest) -> Tasks;
            /// Reads the newest lines of the log.
            read_log(ReadLogRequest) -> LogPage;
            /// Writes down what a person who helps may see, without names.
            support_text(SupportTextRequest) -> SupportText;
            /// Lists every request that was sent over the network.
            network_log(NetworkLogRequest) -> NetworkLog;
            /// Says what the desktop around the window offers.
            desktop(DesktopRequest) -> DesktopStatus;
            /// Sets the menus of the window.
            show_menu(ShowMenuRequest) -> MenuShown;
            /// Opens another window.
            open_window(OpenWindowRequest) -> WindowOpened;
            /// Listens for the global shortcut, to show whether it arrives.
            test_shortcut(TestShortcutRequest) -> DesktopStatus;
            /// Takes dropped files, or lets them be.
            answer_drop(AnswerDropRequest) -> DropTaken;
            /// Opens a card to be edited: its text, its version, what a kill left unsaved, and what the format offers.
            edit_card(EditCardRequest) -> EditedCard;
            /// Saves the text of the editor, merged with what another program wrote meanwhile.
            save_card(SaveCardRequest) -> CardSaved;
            /// Says what the text of the editor and the file as it is now come to, and writes nothing.
            merge_card(MergeCardRequest) -> CardSaved;
            /// Settles a conflict and saves the outcome.
            resolve_card(ResolveCardRequest) -> CardSaved;
            /// Keeps the text of the editor, in case the program ends before it is saved.
            keep_draft(KeepDraftRequest) -> DraftKept;
            /// Keeps what can be undone in the editor, so that a start does not take that away.
            keep_undo(KeepUndoRequest) -> UndoKept;
            /// Keeps a picture beside a card.
            keep_picture(KeepPictureRequest) -> PictureKept;
            /// Reads a picture that a card names.
            card_picture(CardPictureRequest) -> CardPicture;
            /// Finds words in all cards.
            find_words(FindWordsRequest) -> FoundWords;
            /// Puts other words in their place, which can be undone.
            replace_words(ReplaceWordsRequest) -> WordsReplaced;
            /// Says how a text of the editor reads and what is wrong with it.
            check_text(CheckTextRequest) -> CheckedText;
            /// Changes one key of the front matter of a text of the editor.
            change_key(ChangeKeyRequest) -> ChangedText;
            /// Lays out what leads to what: forces, challenges and factors in three columns.
            map(MapRequest) -> MapPage;
            /// Finds the cards around one card.
            neighbourhood(NeighbourhoodRequest) -> NeighbourhoodPage;
            /// Lists what is missing among the cards, each with what closes it.
            gaps(GapsRequest) -> GapsPage;
            /// Finds the words of other cards that name a card and do not link to it.
            mentions(MentionsRequest) -> Mentions;
            /// Makes words of a card a link to the card they name, which can be undone.
            link_mention(LinkMentionRequest) -> MentionLinked;
            /// Lists the versions of a card, what its file holds now among them.
            card_history(CardHistoryRequest) -> CardHistory;
            /// Says what differs between two versions of a card, or between one and the file.
            compare_versions(CompareVersionsRequest) -> Comparison;
            /// Brings an earlier text of a card back, all of it or one part.
            restore_version(RestoreVersionRequest) -> CardWritten;
            /// Puts a card into the bin and says which cards link to it.
            delete_card(DeleteCardRequest) -> CardDeleted;
            /// Lists what is in the bin.
            bin(BinRequest) -> BinPage;
            /// Lets a card in the bin stand again where it stood.
            take_from_bin(TakeFromBinRequest) -> CardWritten;
            /// Forgets what is in the bin for good.
            empty_bin(EmptyBinRequest) -> BinPage;
            /// Gives the file of a card another name, and says which links go by the old one.
            rename_card(RenameCardRequest) -> CardMoved;
            /// Puts the file of a card into another folder, and says which links go by the old one.
            move_card(MoveCardRequest) -> CardMoved;
            /// Lists the sections of a card that can become cards of their own.
            card_sections(CardSectionsRequest) -> CardSections;
            /// Makes a section of a card a card of its own.
            split_card(SplitCardRequest) -> CardSplit;
            /// Joins a card into another, and puts it into the bin.
            merge_cards(MergeCardsRequest) -> CardsMerged;
            /// Records that a card is still true, and moves the day of its next review.
            still_true(StillTrueRequest) -> Reviewed;
            /// Lists the cards that should be looked at, the most pressing first.
            review_queue(ReviewQueueRequest) -> ReviewQueue;
            /// Lists the conflict copies that sync tools left beside cards.
            conflict_copies(ConflictCopiesRequest) -> ConflictCopies;
            /// Says what a card and a conflict copy of it come to, and writes nothing.
            compare_copy(CompareCopyRequest) -> CopyCompared;
            /// Settles a conflict copy: the outcome goes into the card, and the copy into the bin.
            settle_copy(SettleCopyRequest) -> CardWritten;
            /// Lets the user choose a folder or a table to bring.
            choose_bring(ChooseBringRequest) -> BringChosen;
            /// Says what bringing it would do, and writes nothing.
            look_at_bring(LookAtBringRequest) -> BringPage;
            /// Does what was looked at, as one act that can be undone.
            bring(BringRequest) -> Brought;
            /// Lets the user choose a folder to export to, and says what would be copied.
            choose_export(ChooseExportRequest) -> ExportPage;
            /// Copies everything as plain files, as it was looked at.
            export(ExportRequest) -> ExportPage;
        }
    };
}
