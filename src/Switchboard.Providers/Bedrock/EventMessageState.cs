namespace Switchboard.Providers.Bedrock;

/// <summary>How far a message has come.</summary>
internal enum EventMessageState
{
    /// <summary>More bytes are needed.</summary>
    Incomplete,

    /// <summary>It is whole, and its checksums agree.</summary>
    Complete,

    /// <summary>A checksum or a length is wrong; nothing after it can be trusted.</summary>
    Damaged,
}
