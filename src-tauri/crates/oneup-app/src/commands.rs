//! The commands of the contract, each one sentence: one call, one mapped error.

#![allow(clippy::needless_pass_by_value, reason = "every command has the one form that the list gives it")]

use oneup_cards::{CardType, Verb};
use url::Url;

use crate::app::App;
use crate::contract::{
    Acts, ActsRequest, AnswerDropRequest, ApiError, CancelTaskRequest, CardPage, CardPicture,
    CardPictureRequest, CardSaved, ChangeKeyRequest, ChangeSettingRequest, ChangedText, Changes,
    ChangesRequest, CheckTextRequest, CheckedText, ChooseLibraryRequest, CreateLibraryRequest,
    DesktopRequest, DesktopStatus, DraftKept, DropTaken, EditCardRequest, EditedCard, FindWordsRequest,
    FirstLink, FoundWords, GapsPage, GapsRequest, KeepDraftRequest, KeepPictureRequest, KeepUndoRequest,
    LibraryStatus, LinkDestination, LinkMentionRequest, LinkRequest, LogPage, MapPage, MapRequest,
    MentionLinked, Mentions, MentionsRequest, MenuShown, MergeCardRequest, NeighbourhoodPage,
    NeighbourhoodRequest, NetworkLog, NetworkLogRequest, NewCardMade, NewCardRequest, OpenLinkRequest,
    OpenWindowRequest, PictureKept, ReadCardRequest, ReadLogRequest, RebuildIndexRequest, RedoRequest,
    RefreshIndexRequest, ReplaceWordsRequest, ResolveCardRequest, SaveCardRequest, SearchRequest,
    SearchResponse, SettingProblem, Settings, SettingsPage, SettingsRequest, ShowMenuRequest, StatusRequest,
    SupportText, SupportTextRequest, Tasks, TasksRequest, TestShortcutRequest, UndoKept, UndoRequest, Undone,
    WindowOpened, WordsReplaced,
};
use crate::error::AppError;
use crate::handover;
use crate::host::{Choice, Host, HostError, NoDesktop};
use crate::lock::Patience;
use crate::new_card::{NewCard, NewCardLink};
use crate::shipped::ShippedPack;

type Answer<T> = Result<T, ApiError>;

impl App {
    /// Says which library is open, how large it is, and how its index stands.
    ///
    /// # Errors
    /// None at present; the form is that of every command.
    pub fn status(&self, _host: &dyn Host, _request: StatusRequest) -> Answer<LibraryStatus> {
        Ok(self.library_status())
    }

    /// Waits until something changed after the given revision, or about twenty seconds.
    ///
    /// # Errors
    /// None at present; the form is that of every command.
    pub fn changes(&self, host: &dyn Host, request: ChangesRequest) -> Answer<Changes> {
        Ok(self.bell().wait(request.since, host.window()))
    }

    /// Lays out what leads to what.
    ///
    /// # Errors
    /// `no_library`, `wrong_use` for more cards than are given at once, `index_unreadable`, or `failed`.
    pub fn map(&self, _host: &dyn Host, request: MapRequest) -> Answer<MapPage> {
        Ok(self.map_page(&request)?)
    }

    /// Finds the cards around one card.
    ///
    /// # Errors
    /// `card_missing` too.
    pub fn neighbourhood(
        &self,
        _host: &dyn Host,
        request: NeighbourhoodRequest,
    ) -> Answer<NeighbourhoodPage> {
        Ok(self.neighbourhood_page(&request)?)
    }

    /// Lists what is missing among the cards.
    ///
    /// # Errors
    /// As [`App::map`].
    pub fn gaps(&self, _host: &dyn Host, request: GapsRequest) -> Answer<GapsPage> {
        Ok(self.gaps_page(&request)?)
    }

    /// Finds the words of other cards that name a card and do not link to it.
    ///
    /// # Errors
    /// `card_missing`, `library_missing`, `index_unreadable`, or `failed`.
    pub fn mentions(&self, _host: &dyn Host, request: MentionsRequest) -> Answer<Mentions> {
        Ok(self.mentions_of(&request.key)?)
    }

    /// Makes words of a card a link to the card they name.
    ///
    /// # Errors
    /// `wrong_use` where the words stand there no more, `card_missing`, or `failed` where another program saves the
    /// card at the same moment.
    pub fn link_mention(&self, _host: &dyn Host, request: LinkMentionRequest) -> Answer<MentionLinked> {
        Ok(MentionLinked { path: self.make_mention_a_link(&request)? })
    }

    /// Answers what was typed into the search box.
    ///
    /// # Errors
    /// `no_library`, `index_unreadable`, or `failed`.
    pub fn search(&self, _host: &dyn Host, request: SearchRequest) -> Answer<SearchResponse> {
        Ok(self.find(&request, true)?)
    }

    /// Reads one card for the reading pane.
    ///
    /// # Errors
    /// `card_missing`, `library_missing`, `index_unreadable`, or `failed`.
    pub fn read_card(&self, _host: &dyn Host, request: ReadCardRequest) -> Answer<CardPage> {
        Ok(self.card_page(&request.key)?)
    }

    /// Looks up where a link of a card leads.
    ///
    /// # Errors
    /// `wrong_use` for a number the card has no link of, and the errors of [`App::read_card`].
    pub fn inspect_link(&self, _host: &dyn Host, request: LinkRequest) -> Answer<LinkDestination> {
        Ok(self.destination(&request)?)
    }

    /// Opens a link of a card in the user's browser or mail program.
    ///
    /// # Errors
    /// `needs_window`, `wrong_use` where the card was changed since the address was shown, and the errors of
    /// [`App::inspect_link`].
    pub fn open_link(&self, host: &dyn Host, request: OpenLinkRequest) -> Answer<LinkDestination> {
        let destination = self.shown_destination(request)?;
        host.open_address(&destination.address).map_err(AppError::from)?;
        Ok(destination)
    }

    /// Lets the user choose a folder of Markdown and makes it the library; a closed dialog changes nothing.
    ///
    /// # Errors
    /// `needs_window`, `busy`, `library_missing`, or `failed`.
    pub fn choose_library(&self, host: &dyn Host, _request: ChooseLibraryRequest) -> Answer<LibraryStatus> {
        match host.choose_folder().ok_or(AppError::Host(HostError::NoWindow))? {
            Choice::Cancelled => {}
            Choice::Path(folder) => {
                self.open_library_at(&folder)?;
            }
        }
        Ok(self.library_status())
    }

    /// Creates a library with the shipped cards in the place the status suggests.
    ///
    /// # Errors
    /// `busy` or `failed`.
    pub fn create_library(&self, _host: &dyn Host, _request: CreateLibraryRequest) -> Answer<LibraryStatus> {
        self.create_library_at(self.home().suggested_library(), &ShippedPack::ids())?;
        Ok(self.library_status())
    }

    /// Builds the index again from the files, beside the one that goes on answering.
    ///
    /// # Errors
    /// `busy` or `no_library`.
    pub fn rebuild_index(&self, _host: &dyn Host, _request: RebuildIndexRequest) -> Answer<LibraryStatus> {
        self.want_rebuild()?;
        Ok(self.library_status())
    }

    /// Looks at the files now; reading that was stopped goes on.
    ///
    /// # Errors
    /// `busy` or `no_library`.
    pub fn refresh_index(&self, _host: &dyn Host, _request: RefreshIndexRequest) -> Answer<LibraryStatus> {
        self.want_look()?;
        Ok(self.library_status())
    }

    /// Writes a new draft of the rep's own, which can be undone.
    ///
    /// # Errors
    /// `wrong_use` for a type or title that cannot be, `busy`, or `failed`.
    pub fn new_card(&self, _host: &dyn Host, request: NewCardRequest) -> Answer<NewCardMade> {
        Ok(self.make_card(request)?)
    }

    /// Reads the settings. What cannot be understood in the file is among its problems.
    ///
    /// # Errors
    /// None at present; the form is that of every command.
    pub fn settings(&self, host: &dyn Host, _request: SettingsRequest) -> Answer<SettingsPage> {
        // The file may have been edited since.
        self.apply_settings(host);
        Ok(self.settings_page())
    }

    /// Changes one setting, which takes effect at once and can be undone.
    ///
    /// # Errors
    /// `wrong_use` for a value the setting cannot have, `busy`, or `failed`.
    pub fn change_setting(&self, host: &dyn Host, request: ChangeSettingRequest) -> Answer<SettingsPage> {
        self.set(request.change)?;
        self.apply_settings(host);
        Ok(self.settings_page())
    }

    /// Says what can be undone and redone.
    ///
    /// # Errors
    /// `failed`.
    pub fn acts(&self, _host: &dyn Host, _request: ActsRequest) -> Answer<Acts> {
        Ok(self.acts_now()?)
    }

    /// Undoes what was done last.
    ///
    /// # Errors
    /// `busy`, or `failed` where a file was changed since; it then stays as it is.
    pub fn undo(&self, host: &dyn Host, request: UndoRequest) -> Answer<Undone> {
        let undone = self.undo_last(request.act)?;
        self.apply_settings(host);
        Ok(undone)
    }

    /// Does again what was undone last.
    ///
    /// # Errors
    /// As [`App::undo`].
    pub fn redo(&self, host: &dyn Host, request: RedoRequest) -> Answer<Undone> {
        let undone = self.redo_last(request.act)?;
        self.apply_settings(host);
        Ok(undone)
    }

    /// Says how far long work is and what it came to.
    ///
    /// # Errors
    /// None at present; the form is that of every command.
    pub fn tasks(&self, _host: &dyn Host, _request: TasksRequest) -> Answer<Tasks> {
        Ok(self.0.tasks.all())
    }

    /// Stops a piece of long work; one that has ended stays as it ended.
    ///
    /// # Errors
    /// None at present; the form is that of every command.
    pub fn cancel_task(&self, _host: &dyn Host, request: CancelTaskRequest) -> Answer<Tasks> {
        self.0.tasks.cancel(request.id);
        Ok(self.0.tasks.all())
    }

    /// Reads the newest lines of the log.
    ///
    /// # Errors
    /// `failed`.
    pub fn read_log(&self, _host: &dyn Host, request: ReadLogRequest) -> Answer<LogPage> {
        Ok(self.log_page(usize::try_from(request.lines).unwrap_or(usize::MAX))?)
    }

    /// Writes down what a person who helps may see, without names.
    ///
    /// # Errors
    /// `failed`.
    pub fn support_text(&self, _host: &dyn Host, _request: SupportTextRequest) -> Answer<SupportText> {
        Ok(self.text_for_support()?)
    }

    /// Lists every request that was sent over the network. There is no code here that sends any.
    ///
    /// # Errors
    /// None at present; the form is that of every command.
    pub fn network_log(&self, _host: &dyn Host, _request: NetworkLogRequest) -> Answer<NetworkLog> {
        Ok(NetworkLog::default())
    }

    /// Says what the desktop around the window offers.
    ///
    /// # Errors
    /// None at present; the form is that of every command.
    pub fn desktop(&self, host: &dyn Host, _request: DesktopRequest) -> Answer<DesktopStatus> {
        Ok(host.desktop())
    }

    /// Sets the menus of the window.
    ///
    /// # Errors
    /// `needs_window` or `failed`.
    pub fn show_menu(&self, host: &dyn Host, request: ShowMenuRequest) -> Answer<MenuShown> {
        host.show_menu(&request).map_err(AppError::from)?;
        Ok(MenuShown {})
    }

    /// Opens another window.
    ///
    /// # Errors
    /// `needs_window` or `failed`.
    pub fn open_window(&self, host: &dyn Host, request: OpenWindowRequest) -> Answer<WindowOpened> {
        host.open_window(request.card.as_deref()).map_err(AppError::from)?;
        Ok(WindowOpened {})
    }

    /// Listens for the global shortcut, to show whether it arrives.
    ///
    /// # Errors
    /// `needs_window` or `failed`.
    pub fn test_shortcut(&self, host: &dyn Host, _request: TestShortcutRequest) -> Answer<DesktopStatus> {
        host.test_shortcut().map_err(AppError::from)?;
        Ok(host.desktop())
    }

    /// Takes dropped files, or lets them be.
    ///
    /// # Errors
    /// `wrong_use` where they were answered for already, `busy`, `library_missing`, or `failed`.
    pub fn answer_drop(&self, _host: &dyn Host, request: AnswerDropRequest) -> Answer<DropTaken> {
        Ok(self.settle_drop(request.id, request.accept)?)
    }

    /// Opens a card to be edited.
    ///
    /// # Errors
    /// `card_missing`, `library_missing`, `index_unreadable`, or `failed`.
    pub fn edit_card(&self, _host: &dyn Host, request: EditCardRequest) -> Answer<EditedCard> {
        Ok(self.edited_card(&request.key)?)
    }

    /// Saves the text of the editor.
    ///
    /// # Errors
    /// `wrong_use` for a text that may not be saved so, `library_missing`, or `failed`; the text is kept as a draft.
    pub fn save_card(&self, _host: &dyn Host, request: SaveCardRequest) -> Answer<CardSaved> {
        Ok(self.save_text(&request)?)
    }

    /// Says what the text of the editor and the file as it is now come to.
    ///
    /// # Errors
    /// `library_missing` or `failed`.
    pub fn merge_card(&self, _host: &dyn Host, request: MergeCardRequest) -> Answer<CardSaved> {
        Ok(self.preview_merge(&request)?)
    }

    /// Settles a conflict and saves the outcome.
    ///
    /// # Errors
    /// `wrong_use` where there is not one choice for each part, and the errors of [`App::save_card`].
    pub fn resolve_card(&self, _host: &dyn Host, request: ResolveCardRequest) -> Answer<CardSaved> {
        Ok(self.resolve_text(request)?)
    }

    /// Keeps the text of the editor as a draft, or forgets the draft.
    ///
    /// # Errors
    /// `failed`.
    pub fn keep_draft(&self, _host: &dyn Host, request: KeepDraftRequest) -> Answer<DraftKept> {
        self.keep_text(&request)?;
        Ok(DraftKept {})
    }

    /// Says how a text of the editor reads and what is wrong with it.
    ///
    /// # Errors
    /// `card_missing`, `index_unreadable`, or `failed`.
    pub fn check_text(&self, _host: &dyn Host, request: CheckTextRequest) -> Answer<CheckedText> {
        Ok(self.checked_text(&request)?)
    }

    /// Changes one key of the front matter of a text; nothing is written.
    ///
    /// # Errors
    /// `wrong_use` for a value the key does not take, `card_missing`, or `failed`.
    pub fn change_key(&self, _host: &dyn Host, request: ChangeKeyRequest) -> Answer<ChangedText> {
        Ok(self.change_key_in(&request)?)
    }

    /// Keeps what can be undone in the editor of a card, or forgets it.
    ///
    /// # Errors
    /// `wrong_use` for more than is kept, or `failed`.
    pub fn keep_undo(&self, _host: &dyn Host, request: KeepUndoRequest) -> Answer<UndoKept> {
        Ok(self.keep_undoing_of(&request.key, request.undo.as_deref())?)
    }

    /// Keeps a picture beside a card.
    ///
    /// # Errors
    /// `wrong_use` for what is no picture or too large, `card_missing`, or `failed`.
    pub fn keep_picture(&self, _host: &dyn Host, request: KeepPictureRequest) -> Answer<PictureKept> {
        Ok(self.keep_picture_of(&request)?)
    }

    /// Reads a picture that a card names.
    ///
    /// # Errors
    /// `wrong_use` for what is no picture, `card_missing`, or `failed` where the file is not there.
    pub fn card_picture(&self, _host: &dyn Host, request: CardPictureRequest) -> Answer<CardPicture> {
        Ok(self.picture_of(&request)?)
    }

    /// Finds words in all cards.
    ///
    /// # Errors
    /// `wrong_use` where no words are given, `no_library`, `library_missing`, or `failed`.
    pub fn find_words(&self, _host: &dyn Host, request: FindWordsRequest) -> Answer<FoundWords> {
        Ok(self.words_in_cards(&request)?)
    }

    /// Puts other words in their place, as one act that can be undone.
    ///
    /// # Errors
    /// As [`App::find_words`]; `failed` where a file was saved by another program at this moment.
    pub fn replace_words(&self, _host: &dyn Host, request: ReplaceWordsRequest) -> Answer<WordsReplaced> {
        Ok(self.replace_in_cards(&request)?)
    }

    fn settings_page(&self) -> SettingsPage {
        let (settings, problems) = match self.0.home.config() {
            Ok(config) => config.settings(),
            Err(error) => (Settings::default(), vec![problem_of(error)]),
        };
        SettingsPage {
            settings,
            file: self.0.home.config_path().display().to_string(),
            problems,
            safe_mode: self.is_safe(),
        }
    }

    fn make_card(&self, request: NewCardRequest) -> Result<NewCardMade, AppError> {
        let kind = CardType::parse(&request.kind).ok_or_else(|| AppError::NoSuchType {
            known: CardType::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", "),
            kind: request.kind,
        })?;
        let link = request.link.map(first_link).transpose()?;
        let (key, path) =
            self.write_new_card(&NewCard { kind, title: request.title, id: request.id, link })?;
        Ok(NewCardMade { path: path.display().to_string(), key })
    }

    /// Where the link leads, if that is still what the user was shown.
    fn shown_destination(&self, request: OpenLinkRequest) -> Result<LinkDestination, AppError> {
        let destination = self.destination(&LinkRequest { key: request.key, link: request.link })?;
        if destination.address == request.address {
            Ok(destination)
        } else {
            Err(AppError::AnotherAddress { now: destination.address })
        }
    }

    fn destination(&self, request: &LinkRequest) -> Result<LinkDestination, AppError> {
        let card = self.noticing_damage(self.open_card(&request.key))?;
        let address = usize::try_from(request.link)
            .ok()
            .and_then(|number| card.addresses().into_iter().nth(number))
            .ok_or_else(|| AppError::NoSuchLink { key: request.key.clone(), link: request.link })?;
        destination_of(&address)
    }
}

fn first_link(link: FirstLink) -> Result<NewCardLink, AppError> {
    let known = || Verb::ALL.iter().map(|verb| verb.phrase()).collect::<Vec<_>>().join(", ");
    let verb = Verb::ALL.iter().copied().find(|verb| verb.phrase() == link.verb);
    let verb = verb.ok_or_else(|| AppError::NoSuchVerb { known: known(), word: link.verb })?;
    Ok(NewCardLink { verb, to: link.to, title: link.title })
}

/// Says where an address leads: its host as the network will read it, so that no disguise survives.
fn destination_of(address: &str) -> Result<LinkDestination, AppError> {
    let refused = || AppError::RefusedAddress { address: address.to_owned() };
    let url = Url::parse(address).map_err(|_| refused())?;
    let host = match url.scheme() {
        // `host_str` is the ASCII form: look-alike letters show as xn--….
        "http" | "https" => url.host_str().map(str::to_owned),
        "mailto" => Some(url.path().to_owned()),
        _ => None,
    };
    Ok(LinkDestination { host: host.ok_or_else(refused)?, address: url.into() })
}

/// A settings file that cannot be read at all, as one of its problems: the defaults hold.
fn problem_of(error: AppError) -> SettingProblem {
    let error = ApiError::from(error);
    SettingProblem {
        name: "config.toml".to_owned(),
        message: error.message,
        remedy: error.hint.unwrap_or_default(),
    }
}

/// Calls a command by its name, in the process that holds the data folder where one does and listens: its windows then
/// know at once. Otherwise it is done here.
///
/// # Errors
/// As [`dispatch`].
pub fn dispatch_or_hand_over(
    app: &App,
    command: &str,
    request: &serde_json::Value,
) -> Answer<serde_json::Value> {
    let is_held = matches!(app.writer_lock(Patience::None), Err(AppError::Busy { .. }));
    let answered = if is_held { handover::call(app.home(), command, request.clone()) } else { None };
    answered.unwrap_or_else(|| dispatch(app, &NoDesktop, command, request.clone()))
}

/// Calls a command by its name, as the development server does.
///
/// # Errors
/// `wrong_use` for an unknown command or a request of another form, and the command's own errors.
pub fn dispatch(
    app: &App,
    host: &dyn Host,
    command: &str,
    request: serde_json::Value,
) -> Answer<serde_json::Value> {
    #[allow(clippy::wildcard_imports, reason = "the list names most of the contract's types")]
    use crate::contract::*;
    macro_rules! by_name {
        ($($(#[doc = $doc:literal])* $name:ident($request:ty) -> $response:ty;)*) => {
            match command {
                $(stringify!($name) => {
                    let request: $request = serde_json::from_value(request).map_err(AppError::BadRequest)?;
                    let response: $response = app.$name(host, request)?;
                    Ok(serde_json::to_value(response).map_err(AppError::BadRequest)?)
                })*
                other => Err(AppError::UnknownCommand(other.to_owned()).into()),
            }
        };
    }
    crate::with_commands!(by_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m13_a_disguised_host_is_shown_as_the_network_reads_it() {
        let plain = destination_of("https://example.org/a?b#c").unwrap();
        assert_eq!(plain.host, "example.org");
        let look_alike = destination_of("https://exаmple.org/").unwrap();
        assert!(look_alike.host.starts_with("xn--"), "{}", look_alike.host);
        let user = destination_of("https://example.org@evil.test/").unwrap();
        assert_eq!(user.host, "evil.test");
    }

    #[test]
    fn m2_other_schemes_are_refused() {
        for address in ["javascript:alert(1)", "file:///etc/passwd", "smb://h/s", "data:text/html,x", "x", ""]
        {
            assert!(matches!(destination_of(address), Err(AppError::RefusedAddress { .. })), "{address}");
        }
    }
}
