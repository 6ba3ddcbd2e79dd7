/// The tables of accounts elsewhere, of clients that register themselves, and of requests that wait for a browser.
///
/// The role of a code or of a device that was agreed to is its user's and is read with it; a grant has its own, because
/// it is read far more often than roles change.
enum IdentitiesSchema {
    static let step = SchemaStep(
        name: "identities and registrations",
        both: [clients, grants, identities, visits, requests, usedOnce].joined(separator: "\n"))

    /// `expires_at` is there exactly while a client that registered itself and was not removed is to be forgotten: its
    /// index holds those that count for their number, and nothing else has to be read to know how many.
    private static let clients = """
        ALTER TABLE client ADD COLUMN authentication_methods {text};
        ALTER TABLE client ADD COLUMN keys_kind {text} CHECK (keys_kind IN ('inline', 'url'));
        ALTER TABLE client ADD COLUMN keys {text} CHECK ((keys IS NULL) = (keys_kind IS NULL));
        ALTER TABLE client ADD COLUMN requires_key_binding {bigint} NOT NULL DEFAULT 0
            CHECK (requires_key_binding IN (0, 1));
        ALTER TABLE client ADD COLUMN requires_pushed_requests {bigint} NOT NULL DEFAULT 0
            CHECK (requires_pushed_requests IN (0, 1));
        ALTER TABLE client ADD COLUMN registration {text} CHECK (registration IN ('dynamic', 'document'));
        ALTER TABLE client ADD COLUMN metadata {text} CHECK ((metadata IS NULL) = (registration IS NULL));
        ALTER TABLE client ADD COLUMN registration_token {blob} CHECK (length(registration_token) = 32);
        ALTER TABLE client ADD COLUMN fingerprint {blob} CHECK (length(fingerprint) = 32);
        ALTER TABLE client ADD COLUMN expires_at {bigint};
        ALTER TABLE client ADD COLUMN fresh_until {bigint};
        CREATE UNIQUE INDEX client_by_fingerprint ON client (fingerprint)
            WHERE fingerprint IS NOT NULL AND removed_at IS NULL;
        CREATE INDEX client_by_end ON client (expires_at, id) WHERE expires_at IS NOT NULL;
        CREATE INDEX client_document ON client (coalesce(fresh_until, created_at))
            WHERE registration = 'document' AND removed_at IS NULL;
        CREATE INDEX client_removed ON client (removed_at) WHERE registration = 'dynamic' AND removed_at IS NOT NULL;
        """

    /// With the index of live grants, the one of revoked ones tells whether a client has any.
    private static let grants = """
        ALTER TABLE oauth_user ADD COLUMN role {text};
        ALTER TABLE authorization_code ADD COLUMN key_thumbprint {text};
        ALTER TABLE oauth_grant ADD COLUMN key_thumbprint {text};
        ALTER TABLE oauth_grant ADD COLUMN role {text};
        ALTER TABLE oauth_grant ADD COLUMN needs_assertion {bigint} NOT NULL DEFAULT 0
            CHECK (needs_assertion IN (0, 1));
        CREATE INDEX oauth_grant_revoked ON oauth_grant (client_id) WHERE revoked_at IS NOT NULL;
        ALTER TABLE pending_authorization ADD COLUMN approved_at {bigint};
        ALTER TABLE pending_authorization ADD COLUMN pushed_request {blob} CHECK (length(pushed_request) = 32);
        """

    private static let identities = """
        CREATE TABLE identity (
            issuer {text} NOT NULL,
            subject {text} NOT NULL,
            user_id {text} NOT NULL REFERENCES oauth_user (id),
            provider {text} NOT NULL,
            email {text} NOT NULL,
            created_at {bigint} NOT NULL,
            last_signed_in_at {bigint} NOT NULL,
            PRIMARY KEY (issuer, subject)
        ) {keyed};
        CREATE INDEX identity_by_user ON identity (user_id, created_at, issuer, subject);
        CREATE TABLE identity_taken_away (
            issuer {text} NOT NULL,
            subject {text} NOT NULL,
            user_id {text} NOT NULL REFERENCES oauth_user (id),
            PRIMARY KEY (issuer, subject, user_id)
        ) {keyed};
        CREATE TABLE provider_tokens (
            user_id {text} NOT NULL REFERENCES oauth_user (id),
            provider {text} NOT NULL,
            sealed {blob} NOT NULL,
            expires_at {bigint},
            version {bigint} NOT NULL,
            updated_at {bigint} NOT NULL,
            PRIMARY KEY (user_id, provider)
        ) {keyed};
        """

    private static let visits = """
        CREATE TABLE provider_visit (
            digest {blob} PRIMARY KEY CHECK (length(digest) = 32),
            provider {text} NOT NULL,
            flow {text},
            browser {blob} NOT NULL CHECK (length(browser) = 32),
            linking_user {text},
            sealed {blob} NOT NULL,
            created_at {bigint} NOT NULL,
            expires_at {bigint} NOT NULL
        ) {keyed};
        CREATE INDEX provider_visit_by_end ON provider_visit (expires_at);
        CREATE INDEX provider_visit_by_user ON provider_visit (linking_user) WHERE linking_user IS NOT NULL;
        """

    private static let requests = """
        CREATE TABLE pushed_request (
            digest {blob} PRIMARY KEY CHECK (length(digest) = 32),
            client_id {text} NOT NULL,
            query {text} NOT NULL,
            created_at {bigint} NOT NULL,
            expires_at {bigint} NOT NULL
        ) {keyed};
        CREATE INDEX pushed_request_by_end ON pushed_request (expires_at);
        CREATE TABLE device_authorization (
            digest {blob} PRIMARY KEY CHECK (length(digest) = 32),
            user_code {blob} NOT NULL UNIQUE CHECK (length(user_code) = 32),
            client_id {text} NOT NULL,
            resource {text} NOT NULL,
            scopes {text} NOT NULL,
            state {text} NOT NULL CHECK (state IN ('pending', 'approved', 'denied', 'redeemed')),
            user_id {text},
            grant_id {text},
            poll_interval {bigint} NOT NULL,
            polled_at {bigint},
            created_at {bigint} NOT NULL,
            expires_at {bigint} NOT NULL,
            CHECK ((state = 'approved') = (user_id IS NOT NULL)),
            CHECK ((state = 'redeemed') = (grant_id IS NOT NULL))
        ) {keyed};
        CREATE INDEX device_authorization_by_end ON device_authorization (expires_at);
        CREATE INDEX device_authorization_by_user ON device_authorization (user_id) WHERE user_id IS NOT NULL;
        """

    private static let usedOnce = """
        CREATE TABLE used_once (
            digest {blob} PRIMARY KEY CHECK (length(digest) = 32),
            expires_at {bigint} NOT NULL
        ) {keyed};
        CREATE INDEX used_once_by_end ON used_once (expires_at)
        """
}
