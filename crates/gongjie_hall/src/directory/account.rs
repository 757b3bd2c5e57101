//! Opens an account for a person, for the page and for the API.

use gongjie_base::Error;

use crate::account::actions::{self as accounts, AccountInput};
use crate::account::queries;
use crate::door::{Visit, Write};
use crate::org::queries as org;

/// The write with the new account in it. The hashing is done before the write begins, so that nobody waits for it.
pub async fn open(visit: &Visit, id: i64, input: &AccountInput) -> Result<Write, Error> {
    let person = org::find_person(visit.read(), visit.actor()?, id).await?;
    // The same request a second time is answered as the first, though the account exists by now.
    drop(visit.begin().await?);
    let organization = person.organization_id;
    let found = queries::find_account_of_person(visit.read(), organization, id).await?;
    if found.is_some() {
        return Err(Error::conflict("person-account-there"));
    }
    let hash = accounts::check_account(&visit.app.db, &person.name, input).await?;
    let write = visit.begin().await?;
    let by = write.acting.by();
    accounts::create_account(&write, by, id, input.login.trim(), &hash).await?;
    Ok(write)
}
