namespace Switchboard.Testing.Upstream;

/// <summary>Why a reply ends; each dialect has its own word for it.</summary>
public enum ReplyEnd
{
    /// <summary>The model was done, or called a tool.</summary>
    Natural,

    /// <summary>The limit of tokens was reached.</summary>
    Length,

    /// <summary>The vendor's filter stopped it.</summary>
    Filter,
}
