namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>What a frame's body holds. Readers pass over kinds that they do not know.</summary>
internal enum FrameKind : byte
{
    Record = 1,
    Reservation = 2,
    Seal = 3,
}
