<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>CareCounts</name>
    <message numerus="yes">
        <source>All is well: %Ln picture(s), every file read.</source>
        <translation>
            <numerusform>All is well: %Ln picture, its file read.</numerusform>
            <numerusform>All is well: %Ln pictures, every file read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All is well: %Ln picture(s), every file in its place.</source>
        <translation>
            <numerusform>All is well: %Ln picture, its file in its place.</numerusform>
            <numerusform>All is well: %Ln pictures, every file in its place.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) checked.</source>
        <translation>
            <numerusform>%Ln picture checked.</numerusform>
            <numerusform>%Ln pictures checked.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln problem(s) found.</source>
        <translation>
            <numerusform>%Ln problem found.</numerusform>
            <numerusform>%Ln problems found.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Only the first %Ln file(s) are listed.</source>
        <translation>
            <numerusform>Only the first file is listed.</numerusform>
            <numerusform>Only the first %Ln files are listed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Thumbnails of %Ln deleted picture(s) were removed.</source>
        <translation>
            <numerusform>The thumbnail of %Ln deleted picture was removed.</numerusform>
            <numerusform>Thumbnails of %Ln deleted pictures were removed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Forget %Ln picture(s)?</source>
        <translation>
            <numerusform>Forget this picture?</numerusform>
            <numerusform>Forget %Ln pictures?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Everything the library knows about %Ln picture(s) is removed. No file is touched.</source>
        <translation>
            <numerusform>Everything the library knows about it is removed. No file is touched.</numerusform>
            <numerusform>Everything the library knows about them is removed. No file is touched.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) forgotten</source>
        <translation>
            <numerusform>%Ln picture forgotten</numerusform>
            <numerusform>%Ln pictures forgotten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln temporary file(s) for good?</source>
        <translation>
            <numerusform>Delete %Ln temporary file for good?</numerusform>
            <numerusform>Delete %Ln temporary files for good?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln temporary file(s) deleted.</source>
        <translation>
            <numerusform>%Ln temporary file deleted.</numerusform>
            <numerusform>%Ln temporary files deleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) found and copied back.</source>
        <translation>
            <numerusform>%Ln file found and copied back.</numerusform>
            <numerusform>%Ln files found and copied back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) back in place</source>
        <translation>
            <numerusform>%Ln file back in place</numerusform>
            <numerusform>%Ln files back in place</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{found} of %Ln missing file(s) found</source>
        <translation>
            <numerusform>{found} of %Ln missing file found</numerusform>
            <numerusform>{found} of %Ln missing files found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) searched</source>
        <translation>
            <numerusform>%Ln file searched</numerusform>
            <numerusform>%Ln files searched</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) ({size}) will be copied to
{folder}
and each copy is checked. The window closes during this. Then the library is used there. The old folder stays until you remove it.</source>
        <translation>
            <numerusform>%Ln file ({size}) will be copied to
{folder}
and each copy is checked. The window closes during this. Then the library is used there. The old folder stays until you remove it.</numerusform>
            <numerusform>%Ln files ({size}) will be copied to
{folder}
and each copy is checked. The window closes during this. Then the library is used there. The old folder stays until you remove it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) still missing.</source>
        <translation>
            <numerusform>%Ln file still missing.</numerusform>
            <numerusform>%Ln files still missing.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) added to the library.</source>
        <translation>
            <numerusform>%Ln picture added to the library.</numerusform>
            <numerusform>%Ln pictures added to the library.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln missing picture(s) were found on the disk and added.</source>
        <translation>
            <numerusform>%Ln missing picture was found on the disk and added.</numerusform>
            <numerusform>%Ln missing pictures were found on the disk and added.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The library now has %Ln picture(s).</source>
        <translation>
            <numerusform>The library now has %Ln picture.</numerusform>
            <numerusform>The library now has %Ln pictures.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>For %Ln added picture(s), only the file is known.</source>
        <translation>
            <numerusform>For %Ln added picture, only the file is known.</numerusform>
            <numerusform>For %Ln added pictures, only the file is known.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CurationCounts</name>
    <message numerus="yes">
        <source>Favourite: %Ln picture(s)</source>
        <translation>
            <numerusform>Favourite: %Ln picture</numerusform>
            <numerusform>Favourite: %Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not favourite: %Ln picture(s)</source>
        <translation>
            <numerusform>Not favourite: %Ln picture</numerusform>
            <numerusform>Not favourite: %Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{stars} for %Ln picture(s)</source>
        <translation>
            <numerusform>{stars} for %Ln picture</numerusform>
            <numerusform>{stars} for %Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) moved to Trash</source>
        <translation>
            <numerusform>%Ln picture moved to Trash</numerusform>
            <numerusform>%Ln pictures moved to Trash</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) restored</source>
        <translation>
            <numerusform>%Ln picture restored</numerusform>
            <numerusform>%Ln pictures restored</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Note for %Ln picture(s)</source>
        <translation>
            <numerusform>Note for %Ln picture</numerusform>
            <numerusform>Note for %Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{tags} for %Ln picture(s)</source>
        <translation>
            <numerusform>{tags} for %Ln picture</numerusform>
            <numerusform>{tags} for %Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{tags} removed from %Ln picture(s)</source>
        <translation>
            <numerusform>{tags} removed from %Ln picture</numerusform>
            <numerusform>{tags} removed from %Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>There is already a tag {name}, of %Ln picture(s). OK merges the two.</source>
        <translation>
            <numerusform>There is already a tag {name}, of %Ln picture. OK merges the two.</numerusform>
            <numerusform>There is already a tag {name}, of %Ln pictures. OK merges the two.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{tag} renamed to {to}: %Ln picture(s)</source>
        <translation>
            <numerusform>{tag} renamed to {to}: %Ln picture</numerusform>
            <numerusform>{tag} renamed to {to}: %Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{tags} merged into {to}: %Ln picture(s)</source>
        <translation>
            <numerusform>{tags} merged into {to}: %Ln picture</numerusform>
            <numerusform>{tags} merged into {to}: %Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) added to {name}</source>
        <translation>
            <numerusform>%Ln picture added to {name}</numerusform>
            <numerusform>%Ln pictures added to {name}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) removed from {name}</source>
        <translation>
            <numerusform>%Ln picture removed from {name}</numerusform>
            <numerusform>%Ln pictures removed from {name}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{word} is too long: the limit is %Ln character(s).</source>
        <translation>
            <numerusform>{word} is too long: the limit is %Ln character.</numerusform>
            <numerusform>{word} is too long: the limit is %Ln characters.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>These are too many tags. You can add up to %Ln tag(s) at a time.</source>
        <translation>
            <numerusform>These are too many tags. You can add %Ln tag at a time.</numerusform>
            <numerusform>These are too many tags. You can add up to %Ln tags at a time.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportCounts</name>
    <message numerus="yes">
        <source>Export %Ln picture(s)</source>
        <translation>
            <numerusform>Export %Ln picture</numerusform>
            <numerusform>Export %Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All selected pictures, %Ln not shown</source>
        <translation>
            <numerusform>All selected pictures, %Ln not shown</numerusform>
            <numerusform>All selected pictures, %Ln not shown</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) in one file</source>
        <translation>
            <numerusform>%Ln picture in one file</numerusform>
            <numerusform>%Ln pictures in one file</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more export(s) waiting</source>
        <translation>
            <numerusform>%Ln more export waiting</numerusform>
            <numerusform>%Ln more exports waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) exported</source>
        <translation>
            <numerusform>%Ln picture exported</numerusform>
            <numerusform>%Ln pictures exported</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln skipped, name taken</source>
        <translation>
            <numerusform>%Ln skipped, name taken</numerusform>
            <numerusform>%Ln skipped, name taken</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln failed</source>
        <translation>
            <numerusform>%Ln failed</numerusform>
            <numerusform>%Ln failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Details about %Ln picture(s)</source>
        <translation>
            <numerusform>Details about %Ln picture</numerusform>
            <numerusform>Details about %Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>More than %Ln picture(s) can only be dropped on a collection. Use Export for any number.</source>
        <translation>
            <numerusform>More than %Ln picture can only be dropped on a collection. Use Export for any number.</numerusform>
            <numerusform>More than %Ln pictures can only be dropped on a collection. Use Export for any number.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) could not be prepared and were not dragged.</source>
        <translation>
            <numerusform>%Ln picture could not be prepared and was not dragged.</numerusform>
            <numerusform>%Ln pictures could not be prepared and were not dragged.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FolderCounts</name>
    <message numerus="yes">
        <source>about %Ln minute(s) left</source>
        <translation>
            <numerusform>about %Ln minute left</numerusform>
            <numerusform>about %Ln minutes left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln hour(s) left</source>
        <translation>
            <numerusform>about %Ln hour left</numerusform>
            <numerusform>about %Ln hours left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GalleryCounts</name>
    <message numerus="yes">
        <source>%Ln picture(s) selected</source>
        <translation>
            <numerusform>%Ln picture selected</numerusform>
            <numerusform>%Ln pictures selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln selected</source>
        <translation>
            <numerusform>%Ln selected</numerusform>
            <numerusform>%Ln selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not shown</source>
        <translation>
            <numerusform>%Ln not shown</numerusform>
            <numerusform>%Ln not shown</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %Ln</source>
        <translation>
            <numerusform>All %Ln</numerusform>
            <numerusform>All %Ln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Only the %Ln shown</source>
        <translation>
            <numerusform>Only the %Ln shown</numerusform>
            <numerusform>Only the %Ln shown</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportCounts</name>
    <message numerus="yes">
        <source>%Ln new</source>
        <translation>
            <numerusform>%Ln new</numerusform>
            <numerusform>%Ln new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln added</source>
        <translation>
            <numerusform>%Ln added</numerusform>
            <numerusform>%Ln added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln already in your library</source>
        <translation>
            <numerusform>%Ln already in your library</numerusform>
            <numerusform>%Ln already in your library</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln in your library as another version</source>
        <translation>
            <numerusform>%Ln in your library as another version</numerusform>
            <numerusform>%Ln in your library as other versions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln cannot be read</source>
        <translation>
            <numerusform>%Ln cannot be read</numerusform>
            <numerusform>%Ln cannot be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln added to the library</source>
        <translation>
            <numerusform>%Ln added to the library</numerusform>
            <numerusform>%Ln added to the library</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln already in the library</source>
        <translation>
            <numerusform>%Ln already in the library</numerusform>
            <numerusform>%Ln already in the library</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln in the library as another version</source>
        <translation>
            <numerusform>%Ln in the library as another version</numerusform>
            <numerusform>%Ln in the library as other versions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln could not be added</source>
        <translation>
            <numerusform>%Ln could not be added</numerusform>
            <numerusform>%Ln could not be added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Add all %Ln to library</source>
        <translation>
            <numerusform>Add %Ln to library</numerusform>
            <numerusform>Add all %Ln to library</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Only the first %Ln picture(s) are listed. Import the others afterwards.</source>
        <translation>
            <numerusform>Only the first picture is listed. Import the others afterwards.</numerusform>
            <numerusform>Only the first %Ln pictures are listed. Import the others afterwards.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>KitCounts</name>
    <message numerus="yes">
        <source>%Ln picture(s)</source>
        <translation>
            <numerusform>%Ln picture</numerusform>
            <numerusform>%Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>[Cut here. %Ln more character(s) are not shown; they are kept.]</source>
        <translation>
            <numerusform>[Cut here. %Ln more character is not shown; it is kept.]</numerusform>
            <numerusform>[Cut here. %Ln more characters are not shown; they are kept.]</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Cut to its first %Ln character(s): {names}.</source>
        <translation>
            <numerusform>Cut to its first %Ln character: {names}.</numerusform>
            <numerusform>Cut to its first %Ln characters: {names}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln star(s)</source>
        <translation>
            <numerusform>%Ln star</numerusform>
            <numerusform>%Ln stars</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln suggestion(s)</source>
        <translation>
            <numerusform>%Ln suggestion</numerusform>
            <numerusform>%Ln suggestions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{title} (%Ln time(s))</source>
        <translation>
            <numerusform>{title} (%Ln time)</numerusform>
            <numerusform>{title} (%Ln times)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more message(s)</source>
        <translation>
            <numerusform>%Ln more message</numerusform>
            <numerusform>%Ln more messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about {used} of %Ln token(s)</source>
        <translation>
            <numerusform>about {used} of %Ln token</numerusform>
            <numerusform>about {used} of %Ln tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about {used} of %Ln token(s): the model ignores the rest</source>
        <translation>
            <numerusform>about {used} of %Ln token: the model ignores the rest</numerusform>
            <numerusform>about {used} of %Ln tokens: the model ignores the rest</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>up to %Ln token(s)</source>
        <translation>
            <numerusform>up to %Ln token</numerusform>
            <numerusform>up to %Ln tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ModelCounts</name>
    <message numerus="yes">
        <source>%Ln model(s)</source>
        <translation>
            <numerusform>%Ln model</numerusform>
            <numerusform>%Ln models</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sampler(s)</source>
        <translation>
            <numerusform>%Ln sampler</numerusform>
            <numerusform>%Ln samplers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln new server(s) found on this computer.</source>
        <translation>
            <numerusform>%Ln new server found on this computer.</numerusform>
            <numerusform>%Ln new servers found on this computer.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MoneyCounts</name>
    <message numerus="yes">
        <source>The median cost of the last %Ln request(s) with the same model, steps and size.</source>
        <translation>
            <numerusform>The cost of the last request with the same model, steps and size.</numerusform>
            <numerusform>The median cost of the last %Ln requests with the same model, steps and size.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Based on the cost per picture of the last %Ln request(s) with this model, steps and size.</source>
        <translation>
            <numerusform>Based on the cost per picture of the last request with this model, steps and size.</numerusform>
            <numerusform>Based on the cost per picture of the last %Ln requests with this model, steps and size.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Based on the cost per picture of the last %Ln request(s) with this model, with other steps or sizes.</source>
        <translation>
            <numerusform>Based on the cost per picture of the last request with this model, with other steps or another size.</numerusform>
            <numerusform>Based on the cost per picture of the last %Ln requests with this model, with other steps or sizes.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>About {amount} for %Ln picture(s)</source>
        <translation>
            <numerusform>About {amount} for %Ln picture</numerusform>
            <numerusform>About {amount} for %Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{amount} for %Ln request(s)</source>
        <translation>
            <numerusform>{amount} for %Ln request</numerusform>
            <numerusform>{amount} for %Ln requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Includes %Ln request(s) that failed but were billed.</source>
        <translation>
            <numerusform>Includes %Ln request that failed but was billed.</numerusform>
            <numerusform>Includes %Ln requests that failed but were billed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Excludes %Ln request(s) whose cost {engine} did not report.</source>
        <translation>
            <numerusform>Excludes %Ln request whose cost {engine} did not report.</numerusform>
            <numerusform>Excludes %Ln requests whose cost {engine} did not report.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Excludes %Ln request(s) that may or may not have been billed.</source>
        <translation>
            <numerusform>Excludes %Ln request that may or may not have been billed.</numerusform>
            <numerusform>Excludes %Ln requests that may or may not have been billed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This library comes from another computer or user, and %Ln job(s) are waiting in it.</source>
        <translation>
            <numerusform>This library comes from another computer or user, and %Ln job is waiting in it.</numerusform>
            <numerusform>This library comes from another computer or user, and %Ln jobs are waiting in it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueueCounts</name>
    <message numerus="yes">
        <source>%Ln need(s) you</source>
        <translation>
            <numerusform>%Ln needs you</numerusform>
            <numerusform>%Ln need you</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln running</source>
        <translation>
            <numerusform>%Ln running</numerusform>
            <numerusform>%Ln running</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln waiting</source>
        <translation>
            <numerusform>%Ln waiting</numerusform>
            <numerusform>%Ln waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{engine} cannot be reached: %Ln job(s) waiting</source>
        <translation>
            <numerusform>{engine} cannot be reached: %Ln job waiting</numerusform>
            <numerusform>{engine} cannot be reached: %Ln jobs waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln job(s) selected</source>
        <translation>
            <numerusform>%Ln job selected</numerusform>
            <numerusform>%Ln jobs selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) made today</source>
        <translation>
            <numerusform>%Ln picture made today</numerusform>
            <numerusform>%Ln pictures made today</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) made, but not shown here</source>
        <translation>
            <numerusform>%Ln picture made, but not shown here</numerusform>
            <numerusform>%Ln pictures made, but not shown here</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SelftestCounts</name>
    <message numerus="yes">
        <source>%Ln authorities</source>
        <translation>
            <numerusform>%Ln authority</numerusform>
            <numerusform>%Ln authorities</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{working} of %Ln part(s) work.</source>
        <translation>
            <numerusform>{working} of %Ln part works.</numerusform>
            <numerusform>{working} of %Ln parts work.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln failed.</source>
        <translation>
            <numerusform>%Ln failed.</numerusform>
            <numerusform>%Ln failed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ShellCounts</name>
    <message numerus="yes">
        <source>%Ln+ picture(s)</source>
        <translation>
            <numerusform>%Ln+ picture</numerusform>
            <numerusform>%Ln+ pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{found} of %Ln picture(s)</source>
        <translation>
            <numerusform>{found} of %Ln picture</numerusform>
            <numerusform>{found} of %Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{found}+ of %Ln picture(s)</source>
        <translation>
            <numerusform>{found}+ of %Ln picture</numerusform>
            <numerusform>{found}+ of %Ln pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TrashCounts</name>
    <message numerus="yes">
        <source>Send %Ln picture(s) to the system trash?</source>
        <translation>
            <numerusform>Send %Ln picture to the system trash?</numerusform>
            <numerusform>Send %Ln pictures to the system trash?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send %Ln picture(s)</source>
        <translation>
            <numerusform>Send %Ln picture</numerusform>
            <numerusform>Send %Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Include %Ln favourite(s)</source>
        <translation>
            <numerusform>Include %Ln favourite</numerusform>
            <numerusform>Include %Ln favourites</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>With stars: %Ln picture(s).</source>
        <translation>
            <numerusform>With stars: %Ln picture.</numerusform>
            <numerusform>With stars: %Ln pictures.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Favourites stay in Trash: %Ln picture(s).</source>
        <translation>
            <numerusform>Favourites stay in Trash: %Ln picture.</numerusform>
            <numerusform>Favourites stay in Trash: %Ln pictures.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) sent to the system trash</source>
        <translation>
            <numerusform>%Ln picture sent to the system trash</numerusform>
            <numerusform>%Ln pictures sent to the system trash</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped: %Ln picture(s) sent to the system trash</source>
        <translation>
            <numerusform>Stopped: %Ln picture sent to the system trash</numerusform>
            <numerusform>Stopped: %Ln pictures sent to the system trash</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Files already gone: %Ln picture(s).</source>
        <translation>
            <numerusform>File already gone: %Ln picture.</numerusform>
            <numerusform>Files already gone: %Ln pictures.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The system trash did not accept the files of %Ln picture(s). They stay in Trash.</source>
        <translation>
            <numerusform>The system trash did not accept the file of %Ln picture. It stays in Trash.</numerusform>
            <numerusform>The system trash did not accept the files of %Ln pictures. They stay in Trash.</numerusform>
        </translation>
    </message>
</context>
</TS>
