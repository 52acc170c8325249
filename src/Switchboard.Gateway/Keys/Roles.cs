namespace Switchboard.Gateway.Keys;

/// <summary>Which role covers which, and how roles are spelled.</summary>
internal static class Roles
{
    public const string Names = "caller, viewer, auditor, operator or admin";

    /// <summary>Whether a holder of <paramref name="held"/> may do what asks for <paramref name="needed"/>.</summary>
    public static bool Covers(this Role held, Role needed) => held == needed || held == Role.Admin || needed switch
    {
        Role.Caller => true,
        Role.Viewer => held is Role.Auditor or Role.Operator,
        _ => false,
    };

    public static bool TryParse(string text, out Role role)
    {
        (var ok, role) = text switch
        {
            "caller" => (true, Role.Caller),
            "viewer" => (true, Role.Viewer),
            "auditor" => (true, Role.Auditor),
            "operator" => (true, Role.Operator),
            "admin" => (true, Role.Admin),
            _ => (false, Role.Caller),
        };
        return ok;
    }

    public static string Name(this Role role) => role switch
    {
        Role.Viewer => "viewer",
        Role.Auditor => "auditor",
        Role.Operator => "operator",
        Role.Admin => "admin",
        _ => "caller",
    };
}
