//! The commands of the contract about bringing and exporting, each one sentence.

#![allow(clippy::needless_pass_by_value, reason = "every command has the one form that the list gives it")]

use super::Offered;
use crate::app::App;
use crate::contract::{
    ApiError, BringChosen, BringKind, BringPage, BringRequest, Brought, ChooseBringRequest,
    ChooseExportRequest, ExportPage, ExportRequest, LookAtBringRequest,
};
use crate::error::AppError;
use crate::host::{Choice, Host, HostError};

type Answer<T> = Result<T, ApiError>;

impl App {
    /// Lets the user choose a folder or a table to bring; a closed dialog chooses nothing.
    ///
    /// # Errors
    /// `needs_window`.
    pub fn choose_bring(&self, host: &dyn Host, request: ChooseBringRequest) -> Answer<BringChosen> {
        let choice = match request.kind {
            BringKind::InPlace | BringKind::Folder => host.choose_folder(),
            BringKind::Table => host.choose_table(),
        };
        Ok(match choice.ok_or(AppError::Host(HostError::NoWindow))? {
            Choice::Cancelled => BringChosen::default(),
            Choice::Path(path) => {
                BringChosen { id: Some(self.offer(path, Offered::Bring(request.kind, None))) }
            }
        })
    }

    /// Says what bringing it would do, and writes nothing.
    ///
    /// # Errors
    /// `wrong_use` for what cannot be read so, `library_missing` where the folder is gone, or `failed`.
    pub fn look_at_bring(&self, _host: &dyn Host, request: LookAtBringRequest) -> Answer<BringPage> {
        Ok(self.look_at_choice(request.id, request.table.as_ref())?)
    }

    /// Does what was looked at, as one act that can be undone.
    ///
    /// # Errors
    /// `wrong_use` for what was not looked at, `busy`, or `failed`; nothing is left behind then.
    pub fn bring(&self, _host: &dyn Host, request: BringRequest) -> Answer<Brought> {
        Ok(self.bring_choice(request.id)?)
    }

    /// Lets the user choose a folder to export to, and says what would be copied; a closed dialog chooses nothing.
    ///
    /// # Errors
    /// `needs_window`, `wrong_use` for a folder inside the library, or `failed`.
    pub fn choose_export(&self, host: &dyn Host, _request: ChooseExportRequest) -> Answer<ExportPage> {
        Ok(match host.choose_target().ok_or(AppError::Host(HostError::NoWindow))? {
            Choice::Cancelled => ExportPage::default(),
            Choice::Path(folder) => self.offer_export(&folder)?,
        })
    }

    /// Copies everything as plain files, as it was looked at.
    ///
    /// # Errors
    /// `wrong_use` for what was not looked at, or `failed`; nothing is left behind then.
    pub fn export(&self, _host: &dyn Host, request: ExportRequest) -> Answer<ExportPage> {
        Ok(self.export_choice(request.id)?)
    }
}
