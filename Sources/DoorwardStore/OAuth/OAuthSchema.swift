/// The tables of the authorization server.
///
/// Times are Unix seconds, digests SHA-256, lists of scopes one text with spaces between. Tables are stored by their
/// key: a key is random, so whatever a verb touches beside it costs a page of its own once the table is large. That is
/// why a refresh token has no index by its grant, and why nothing refers to a grant by a foreign key; what must fit
/// together is written in one transaction, and ``checks`` count what does not.
enum OAuthSchema {
    static let step = SchemaStep(
        name: "authorization server", both: [clients, users, signIn, grants, keys].joined(separator: "\n"))

    private static let clients = """
        CREATE TABLE client (
            id {text} PRIMARY KEY,
            name {text} NOT NULL,
            profile {text} NOT NULL,
            is_public {bigint} NOT NULL CHECK (is_public IN (0, 1)),
            redirect_uris {text} NOT NULL,
            scopes {text} NOT NULL,
            created_at {bigint} NOT NULL,
            removed_at {bigint}
        ) {keyed};
        CREATE TABLE client_secret (
            digest {blob} PRIMARY KEY CHECK (length(digest) = 32),
            client_id {text} NOT NULL REFERENCES client (id),
            position {bigint} NOT NULL,
            created_at {bigint} NOT NULL,
            last_used_at {bigint},
            UNIQUE (client_id, position)
        ) {keyed};
        """

    /// Whoever signs in types a name or an e-mail address, so both come from one set: `user_login`.
    private static let users = """
        CREATE TABLE oauth_user (
            id {text} PRIMARY KEY,
            name {text} NOT NULL UNIQUE,
            email {text} NOT NULL,
            password_hash {text},
            sealed_totp_key {blob},
            last_totp_step {bigint} NOT NULL,
            recovery_codes {blob} CHECK (length(recovery_codes) % 32 = 0),
            created_at {bigint} NOT NULL,
            disabled_at {bigint}
        ) {keyed};
        CREATE UNIQUE INDEX oauth_user_by_email ON oauth_user (email) WHERE email <> '';
        CREATE TABLE user_login (
            login {text} PRIMARY KEY CHECK (login <> ''),
            user_id {text} NOT NULL REFERENCES oauth_user (id)
        ) {keyed};
        CREATE TABLE invitation (
            digest {blob} PRIMARY KEY CHECK (length(digest) = 32),
            user_id {text} NOT NULL REFERENCES oauth_user (id),
            created_at {bigint} NOT NULL,
            expires_at {bigint} NOT NULL
        ) {keyed};
        CREATE INDEX invitation_by_user ON invitation (user_id);
        CREATE INDEX invitation_by_end ON invitation (expires_at);
        """

    /// The key of an attempt is a digest too: what is typed as a name may be a password, and may be long.
    private static let signIn = """
        CREATE TABLE session (
            digest {blob} PRIMARY KEY CHECK (length(digest) = 32),
            user_id {text} NOT NULL,
            signed_in_at {bigint} NOT NULL,
            last_seen_at {bigint} NOT NULL,
            expires_at {bigint} NOT NULL,
            user_agent {text} NOT NULL
        ) {keyed};
        CREATE INDEX session_by_user ON session (user_id, signed_in_at);
        CREATE INDEX session_by_end ON session (expires_at);
        CREATE TABLE pending_authorization (
            digest {blob} PRIMARY KEY CHECK (length(digest) = 32),
            query {text} NOT NULL,
            browser {blob} NOT NULL CHECK (length(browser) = 32),
            password_given_by {text},
            created_at {bigint} NOT NULL,
            expires_at {bigint} NOT NULL
        ) {keyed};
        CREATE INDEX pending_authorization_by_end ON pending_authorization (expires_at);
        CREATE INDEX pending_authorization_by_user ON pending_authorization (password_given_by)
        WHERE password_given_by IS NOT NULL;
        CREATE TABLE attempt (
            account {blob} NOT NULL CHECK (length(account) = 32),
            made_at {bigint} NOT NULL,
            number {bigint} NOT NULL,
            PRIMARY KEY (account, made_at)
        ) {keyed};
        CREATE INDEX attempt_by_time ON attempt (made_at);
        CREATE TABLE consent (
            user_id {text} NOT NULL,
            client_id {text} NOT NULL,
            redirect_origin {text} NOT NULL,
            resource {text} NOT NULL,
            scopes {text} NOT NULL,
            granted_at {bigint} NOT NULL,
            PRIMARY KEY (user_id, client_id, redirect_origin, resource)
        ) {keyed};
        CREATE INDEX consent_by_client ON consent (client_id);
        """

    /// `own_key` is the digest of client, resource and set of scopes of a grant that a client has for itself.
    /// `ends_at` is when a grant that nothing can refresh any more may be forgotten; `NULL` while something can.
    private static let grants = """
        CREATE TABLE authorization_code (
            digest {blob} PRIMARY KEY CHECK (length(digest) = 32),
            client_id {text} NOT NULL,
            user_id {text} NOT NULL,
            redirect_uri {text} NOT NULL,
            redirect_uri_given {bigint} NOT NULL CHECK (redirect_uri_given IN (0, 1)),
            challenge {text},
            resource {text} NOT NULL,
            scopes {text} NOT NULL,
            created_at {bigint} NOT NULL,
            expires_at {bigint} NOT NULL,
            redeemed_at {bigint},
            grant_id {text},
            CHECK ((redeemed_at IS NULL) = (grant_id IS NULL))
        ) {keyed};
        CREATE INDEX authorization_code_by_end ON authorization_code (expires_at);
        CREATE TABLE oauth_grant (
            id {text} PRIMARY KEY,
            user_id {text},
            client_id {text} NOT NULL,
            resource {text} NOT NULL,
            scopes {text} NOT NULL,
            redirect_uri {text} NOT NULL,
            created_at {bigint} NOT NULL,
            last_used_at {bigint} NOT NULL,
            revoked_at {bigint},
            tokens_end_by {bigint},
            ends_at {bigint},
            own_key {blob},
            CHECK ((revoked_at IS NULL) = (tokens_end_by IS NULL)),
            CHECK ((user_id IS NULL) = (own_key IS NOT NULL))
        ) {keyed};
        CREATE INDEX oauth_grant_by_user ON oauth_grant (user_id, created_at)
            WHERE revoked_at IS NULL AND user_id IS NOT NULL;
        CREATE INDEX oauth_grant_by_client ON oauth_grant (client_id, created_at) WHERE revoked_at IS NULL;
        CREATE UNIQUE INDEX oauth_grant_own ON oauth_grant (own_key) WHERE revoked_at IS NULL AND own_key IS NOT NULL;
        CREATE INDEX oauth_grant_by_end ON oauth_grant (ends_at) WHERE ends_at IS NOT NULL;
        CREATE TABLE refresh_token (
            digest {blob} PRIMARY KEY CHECK (length(digest) = 32),
            grant_id {text} NOT NULL,
            created_at {bigint} NOT NULL,
            expires_at {bigint} NOT NULL,
            rotated_at {bigint},
            successor {blob},
            CHECK ((rotated_at IS NULL) = (successor IS NULL))
        ) {keyed};
        CREATE INDEX refresh_token_by_end ON refresh_token (expires_at);
        """

    /// A counter is locked by whoever counts on until the end of the transaction, so numbers become visible in their
    /// order: who has seen one misses none before it.
    private static let keys = """
        CREATE TABLE counter (
            name {text} PRIMARY KEY,
            value {bigint} NOT NULL
        ) {keyed};
        INSERT INTO counter (name, value) VALUES ('revocation', 0), ('revocations_pruned', 0), ('signing_key', 0);
        CREATE TABLE revocation (
            id {text} PRIMARY KEY,
            sequence {bigint} NOT NULL,
            revoked_at {bigint},
            expires_at {bigint} NOT NULL
        ) {keyed};
        CREATE INDEX revocation_by_sequence ON revocation (sequence);
        CREATE INDEX revocation_by_end ON revocation (expires_at);
        CREATE TABLE signing_key (
            id {text} PRIMARY KEY,
            position {bigint} NOT NULL UNIQUE,
            public_key {text} NOT NULL,
            sealed_private_key {blob} NOT NULL,
            created_at {bigint} NOT NULL,
            active_from {bigint} NOT NULL,
            retires_at {bigint}
        ) {keyed}
        """
}
