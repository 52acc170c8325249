namespace Switchboard.Protocol.Chat;

/// <summary>How free the model is to call tools.</summary>
public enum ToolChoiceKind
{
    /// <summary>As it sees fit.</summary>
    Auto,

    /// <summary>No tool.</summary>
    None,

    /// <summary>At least one.</summary>
    Required,

    /// <summary>The named one.</summary>
    Named,
}
