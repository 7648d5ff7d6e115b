package io.authrealm.api.service.signup;

import io.authrealm.api.caller.Visit;
import io.authrealm.api.service.signin.AppReturn;
import io.authrealm.api.service.signup.AccountCreation.NewAccount;

/** Tenants of their own for people who sign up without naming one. */
public interface PersonalTenants {

    /** Whether the operator wants them. */
    boolean areOn();

    /** Makes the account and its tenant, or neither. */
    SignUpResult create(Visit visit, NewAccount account, AppReturn app);
}
