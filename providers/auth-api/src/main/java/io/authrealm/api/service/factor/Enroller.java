package io.authrealm.api.service.factor;

import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/** The user who sets a factor up, and by what right: a session, or a sign-in that is under way. */
public interface Enroller {

    UserModel user();

    /** The session; null before there is one. */
    UserSessionModel session();

    /** A text that only this session or sign-in has. What is half set up belongs to it. */
    String binding();

    /** Whether it still is good. It is asked once the user is locked. */
    boolean isStillGood();

    /** Whether a factor may be added. It is asked at the start, and again at the end. */
    boolean mayAddFactor();

    /** The user has proved the new factor. */
    void proved(SecondFactor factor);
}
