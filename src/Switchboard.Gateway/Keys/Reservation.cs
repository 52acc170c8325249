namespace Switchboard.Gateway.Keys;

/// <summary>What an account holds back for one request until its true cost is known.</summary>
internal sealed class Reservation
{
    public long Micros { get; set; }

    public long Tokens { get; set; }

    /// <summary>The slot of the token window that holds <see cref="Tokens"/>.</summary>
    public long TokenSecond { get; set; }

    public bool Entered { get; set; }

    /// <summary>What the audit journal holds of it, so that a crash does not forget it.</summary>
    public Audit.Journaling.Reservation? OnRecord { get; set; }
}
