// The types of libpq, and its functions as pointers that are looked up when a PostgreSQL database is opened.
//
// The library is not linked: it brings TLS, Kerberos and LDAP with it, some 5 MB of memory that a process with a SQLite
// file has no use for, and it need not be installed there.

#ifndef DOORWARD_CLIBPQ_H
#define DOORWARD_CLIBPQ_H

#if __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
#else
#include <postgresql/libpq-fe.h>
#endif

#define DOORWARD_LIBPQ_FUNCTIONS(X) \
    X(PQconnectdbParams) X(PQfinish) X(PQstatus) X(PQerrorMessage) X(PQsocket) X(PQconsumeInput) \
    X(PQnotifies) X(PQfreemem) X(PQexec) X(PQprepare) X(PQexecPrepared) X(PQresultStatus) X(PQresultErrorField) \
    X(PQclear) X(PQntuples) X(PQnfields) X(PQfname) X(PQftype) X(PQgetisnull) X(PQgetlength) X(PQgetvalue) \
    X(PQcmdStatus) X(PQcmdTuples) X(PQtransactionStatus) X(PQsetNoticeReceiver) X(PQsetNoticeProcessor)

struct doorward_libpq {
#define DOORWARD_LIBPQ_FIELD(function) __typeof__(function) *function;
    DOORWARD_LIBPQ_FUNCTIONS(DOORWARD_LIBPQ_FIELD)
#undef DOORWARD_LIBPQ_FIELD
};

// Parts of the server's errors; libpq's macros are characters, which are not imported.
enum doorward_libpq_field {
    doorward_libpq_state = PG_DIAG_SQLSTATE,
    doorward_libpq_message = PG_DIAG_MESSAGE_PRIMARY,
    doorward_libpq_constraint = PG_DIAG_CONSTRAINT_NAME,
};

// The names of the functions in the order of the structure's fields, NULL at the end.
static inline const char *doorward_libpq_name(int index) {
    static const char *const names[] = {
#define DOORWARD_LIBPQ_NAME(function) #function,
        DOORWARD_LIBPQ_FUNCTIONS(DOORWARD_LIBPQ_NAME)
#undef DOORWARD_LIBPQ_NAME
        0,
    };
    return names[index];
}

#endif
