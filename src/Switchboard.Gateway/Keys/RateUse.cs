namespace Switchboard.Gateway.Keys;

/// <summary>How far a limit per minute is used.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Left">What the running window still has.</param>
/// <param name="ResetSeconds">Seconds until the window is empty again.</param>
internal readonly record struct RateUse(long Limit, long Left, int ResetSeconds);
