namespace Switchboard.Protocol.Chat;

/// <summary>What a streaming update says.</summary>
public enum ChatUpdateKind
{
    /// <summary>The answer begins: <see cref="ChatUpdate.Id"/>, <see cref="ChatUpdate.Text"/> = the model, usage so far.</summary>
    Start,

    /// <summary>More words.</summary>
    Text,

    /// <summary>More thinking.</summary>
    Thinking,

    /// <summary>The signature of the thinking block, or a piece of it.</summary>
    Signature,

    /// <summary>A whole redacted thought in <see cref="ChatUpdate.Text"/>.</summary>
    RedactedThinking,

    /// <summary>More words of a refusal.</summary>
    Refusal,

    /// <summary>A tool call begins: <see cref="ChatUpdate.Id"/>, <see cref="ChatUpdate.Text"/> = the tool.</summary>
    ToolCall,

    /// <summary>More of a tool call's arguments.</summary>
    ToolArguments,

    /// <summary>The block is whole.</summary>
    BlockEnd,

    /// <summary>The model stopped: <see cref="ChatUpdate.Finish"/>, <see cref="ChatUpdate.Text"/> = the stop text or null.</summary>
    Finish,

    /// <summary>What the answer consumed, all told.</summary>
    Usage,

    /// <summary>The stream failed; nothing follows.</summary>
    Error,
}
